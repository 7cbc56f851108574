class Broken { int Twice(int n) => 2 * m; }
