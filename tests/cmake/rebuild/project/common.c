int common(int n) { return n; }
// more
