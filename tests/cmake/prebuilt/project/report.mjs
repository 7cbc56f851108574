export default (side) => ({
  report(sum) {
    console.log(
      `${side.name}: ${sum} of ${Object.keys(side.exports).length > 0} in ${side.memory.buffer.byteLength / 65536}`,
    );
  },
});
