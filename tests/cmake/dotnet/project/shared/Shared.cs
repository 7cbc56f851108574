public static class Shared {
  public static int Times(int factor, int n) => factor * n;
}
