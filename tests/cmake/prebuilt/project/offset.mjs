export default () => ({ offset: 2 });
