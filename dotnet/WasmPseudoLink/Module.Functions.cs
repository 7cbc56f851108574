// Made by dotnet/templates/render.mjs from arities.mjs. Do not edit.
namespace WasmPseudoLink;

public sealed partial class Module {
  /// <summary>Looks up an exported function, to be called guarded: a trap or C++ exception in it becomes a
  /// <see cref="PseudoLinkException"/> here, and catch and finally run.</summary>
  /// <param name="name">the function's name</param>
  /// <typeparam name="TResult">type of the result: a number, bool, char, an enum or
  /// <see cref="RemotePointer{T}"/></typeparam>
  /// <returns>the function; usable while the module is open</returns>
  /// <exception cref="PseudoLinkException">the function is missing, or has another signature</exception>
  /// <exception cref="System.ArgumentException">a type has no wasm value</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  /// <remarks>Cost: the look-up goes through JavaScript, so look up once and keep the function; a call costs some 50
  /// ns, and allocates nothing.</remarks>
  public RemoteFunction<TResult> Function<TResult>(string name)
    where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, TResult> Function<T1, TResult>(string name)
    where T1 : unmanaged where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, T2, TResult> Function<T1, T2, TResult>(string name)
    where T1 : unmanaged where T2 : unmanaged where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, T2, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, T2, T3, TResult> Function<T1, T2, T3, TResult>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, T2, T3, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, T2, T3, T4, TResult> Function<T1, T2, T3, T4, TResult>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, T2, T3, T4, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, T2, T3, T4, T5, TResult> Function<T1, T2, T3, T4, T5, TResult>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
    where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, T2, T3, T4, T5, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  /// <typeparam name="T6">type of parameter 6, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, T2, T3, T4, T5, T6, TResult> Function<T1, T2, T3, T4, T5, T6, TResult>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
    where T6 : unmanaged where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, T2, T3, T4, T5, T6, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  /// <typeparam name="T6">type of parameter 6, as for results</typeparam>
  /// <typeparam name="T7">type of parameter 7, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, T2, T3, T4, T5, T6, T7, TResult> Function<T1, T2, T3, T4, T5, T6, T7, TResult>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
    where T6 : unmanaged where T7 : unmanaged where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, T2, T3, T4, T5, T6, T7, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  /// <typeparam name="T6">type of parameter 6, as for results</typeparam>
  /// <typeparam name="T7">type of parameter 7, as for results</typeparam>
  /// <typeparam name="T8">type of parameter 8, as for results</typeparam>
  /// <typeparam name="TResult">type of the result</typeparam>
  public RemoteFunction<T1, T2, T3, T4, T5, T6, T7, T8, TResult>
    Function<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
    where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where TResult : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteFunction<T1, T2, T3, T4, T5, T6, T7, T8, TResult>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  public RemoteAction Action(string name) =>
    new(RemoteCall.Find(this, name, RemoteAction.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  public RemoteAction<T1> Action<T1>(string name)
    where T1 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  public RemoteAction<T1, T2> Action<T1, T2>(string name)
    where T1 : unmanaged where T2 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1, T2>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  public RemoteAction<T1, T2, T3> Action<T1, T2, T3>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1, T2, T3>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  public RemoteAction<T1, T2, T3, T4> Action<T1, T2, T3, T4>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1, T2, T3, T4>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  public RemoteAction<T1, T2, T3, T4, T5> Action<T1, T2, T3, T4, T5>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1, T2, T3, T4, T5>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  /// <typeparam name="T6">type of parameter 6, as for results</typeparam>
  public RemoteAction<T1, T2, T3, T4, T5, T6> Action<T1, T2, T3, T4, T5, T6>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
    where T6 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1, T2, T3, T4, T5, T6>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  /// <typeparam name="T6">type of parameter 6, as for results</typeparam>
  /// <typeparam name="T7">type of parameter 7, as for results</typeparam>
  public RemoteAction<T1, T2, T3, T4, T5, T6, T7> Action<T1, T2, T3, T4, T5, T6, T7>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
    where T6 : unmanaged where T7 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1, T2, T3, T4, T5, T6, T7>.Signature));

  /// <inheritdoc cref="Function{TResult}(string)"/>
  /// <typeparam name="T1">type of parameter 1, as for results</typeparam>
  /// <typeparam name="T2">type of parameter 2, as for results</typeparam>
  /// <typeparam name="T3">type of parameter 3, as for results</typeparam>
  /// <typeparam name="T4">type of parameter 4, as for results</typeparam>
  /// <typeparam name="T5">type of parameter 5, as for results</typeparam>
  /// <typeparam name="T6">type of parameter 6, as for results</typeparam>
  /// <typeparam name="T7">type of parameter 7, as for results</typeparam>
  /// <typeparam name="T8">type of parameter 8, as for results</typeparam>
  public RemoteAction<T1, T2, T3, T4, T5, T6, T7, T8> Action<T1, T2, T3, T4, T5, T6, T7, T8>(string name)
    where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
    where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged =>
    new(RemoteCall.Find(this, name, RemoteAction<T1, T2, T3, T4, T5, T6, T7, T8>.Signature));
}
