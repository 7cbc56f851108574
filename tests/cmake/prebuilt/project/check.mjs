export default () => ({ check: (sum) => sum - 42 });
