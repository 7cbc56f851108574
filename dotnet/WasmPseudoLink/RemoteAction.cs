// Made by dotnet/templates/render.mjs from arities.mjs. Do not edit.
using System.ComponentModel;

namespace WasmPseudoLink;

/// <summary>A function of another module that takes no parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
public readonly unsafe struct RemoteAction {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v');

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke() {
    Slots2 block;
    long* slots = (long*)&block;
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 1 parameter and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
public readonly unsafe struct RemoteAction<T1>
  where T1 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1) {
    Slots2 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 2 parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
/// <typeparam name="T2">type of parameter 2</typeparam>
public readonly unsafe struct RemoteAction<T1, T2>
  where T1 : unmanaged where T2 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter, Wire<T2>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1, T2> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <param name="p2">parameter 2</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1, T2 p2) {
    Slots3 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    Wire.Write(slots + 1, p2);
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 3 parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
/// <typeparam name="T2">type of parameter 2</typeparam>
/// <typeparam name="T3">type of parameter 3</typeparam>
public readonly unsafe struct RemoteAction<T1, T2, T3>
  where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter, Wire<T2>.Letter, Wire<T3>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1, T2, T3> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <param name="p2">parameter 2</param>
  /// <param name="p3">parameter 3</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1, T2 p2, T3 p3) {
    Slots4 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    Wire.Write(slots + 1, p2);
    Wire.Write(slots + 2, p3);
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 4 parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
/// <typeparam name="T2">type of parameter 2</typeparam>
/// <typeparam name="T3">type of parameter 3</typeparam>
/// <typeparam name="T4">type of parameter 4</typeparam>
public readonly unsafe struct RemoteAction<T1, T2, T3, T4>
  where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter, Wire<T2>.Letter, Wire<T3>.Letter, Wire<T4>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1, T2, T3, T4> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <param name="p2">parameter 2</param>
  /// <param name="p3">parameter 3</param>
  /// <param name="p4">parameter 4</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1, T2 p2, T3 p3, T4 p4) {
    Slots5 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    Wire.Write(slots + 1, p2);
    Wire.Write(slots + 2, p3);
    Wire.Write(slots + 3, p4);
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 5 parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
/// <typeparam name="T2">type of parameter 2</typeparam>
/// <typeparam name="T3">type of parameter 3</typeparam>
/// <typeparam name="T4">type of parameter 4</typeparam>
/// <typeparam name="T5">type of parameter 5</typeparam>
public readonly unsafe struct RemoteAction<T1, T2, T3, T4, T5>
  where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter, Wire<T2>.Letter, Wire<T3>.Letter, Wire<T4>.Letter, Wire<T5>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1, T2, T3, T4, T5> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <param name="p2">parameter 2</param>
  /// <param name="p3">parameter 3</param>
  /// <param name="p4">parameter 4</param>
  /// <param name="p5">parameter 5</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1, T2 p2, T3 p3, T4 p4, T5 p5) {
    Slots6 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    Wire.Write(slots + 1, p2);
    Wire.Write(slots + 2, p3);
    Wire.Write(slots + 3, p4);
    Wire.Write(slots + 4, p5);
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 6 parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
/// <typeparam name="T2">type of parameter 2</typeparam>
/// <typeparam name="T3">type of parameter 3</typeparam>
/// <typeparam name="T4">type of parameter 4</typeparam>
/// <typeparam name="T5">type of parameter 5</typeparam>
/// <typeparam name="T6">type of parameter 6</typeparam>
public readonly unsafe struct RemoteAction<T1, T2, T3, T4, T5, T6>
  where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
  where T6 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter, Wire<T2>.Letter, Wire<T3>.Letter, Wire<T4>.Letter, Wire<T5>.Letter, Wire<T6>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1, T2, T3, T4, T5, T6> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <param name="p2">parameter 2</param>
  /// <param name="p3">parameter 3</param>
  /// <param name="p4">parameter 4</param>
  /// <param name="p5">parameter 5</param>
  /// <param name="p6">parameter 6</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6) {
    Slots7 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    Wire.Write(slots + 1, p2);
    Wire.Write(slots + 2, p3);
    Wire.Write(slots + 3, p4);
    Wire.Write(slots + 4, p5);
    Wire.Write(slots + 5, p6);
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 7 parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
/// <typeparam name="T2">type of parameter 2</typeparam>
/// <typeparam name="T3">type of parameter 3</typeparam>
/// <typeparam name="T4">type of parameter 4</typeparam>
/// <typeparam name="T5">type of parameter 5</typeparam>
/// <typeparam name="T6">type of parameter 6</typeparam>
/// <typeparam name="T7">type of parameter 7</typeparam>
public readonly unsafe struct RemoteAction<T1, T2, T3, T4, T5, T6, T7>
  where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
  where T6 : unmanaged where T7 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter, Wire<T2>.Letter, Wire<T3>.Letter, Wire<T4>.Letter, Wire<T5>.Letter, Wire<T6>.Letter,
      Wire<T7>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1, T2, T3, T4, T5, T6, T7> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <param name="p2">parameter 2</param>
  /// <param name="p3">parameter 3</param>
  /// <param name="p4">parameter 4</param>
  /// <param name="p5">parameter 5</param>
  /// <param name="p6">parameter 6</param>
  /// <param name="p7">parameter 7</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7) {
    Slots8 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    Wire.Write(slots + 1, p2);
    Wire.Write(slots + 2, p3);
    Wire.Write(slots + 3, p4);
    Wire.Write(slots + 4, p5);
    Wire.Write(slots + 5, p6);
    Wire.Write(slots + 6, p7);
    call.Invoke(slots);
  }
}

/// <summary>A function of another module that takes 8 parameters and returns nothing; from
/// <c>Module.Action</c>, or a callback that another module passes.</summary>
/// <typeparam name="T1">type of parameter 1</typeparam>
/// <typeparam name="T2">type of parameter 2</typeparam>
/// <typeparam name="T3">type of parameter 3</typeparam>
/// <typeparam name="T4">type of parameter 4</typeparam>
/// <typeparam name="T5">type of parameter 5</typeparam>
/// <typeparam name="T6">type of parameter 6</typeparam>
/// <typeparam name="T7">type of parameter 7</typeparam>
/// <typeparam name="T8">type of parameter 8</typeparam>
public readonly unsafe struct RemoteAction<T1, T2, T3, T4, T5, T6, T7, T8>
  where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged
  where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged {
  private static Signature? signature;
  private readonly RemoteCall call;

  internal RemoteAction(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
    new('v', Wire<T1>.Letter, Wire<T2>.Letter, Wire<T3>.Letter, Wire<T4>.Letter, Wire<T5>.Letter, Wire<T6>.Letter,
      Wire<T7>.Letter, Wire<T8>.Letter);

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static RemoteAction<T1, T2, T3, T4, T5, T6, T7, T8> FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

  /// <summary>Calls the function.</summary>
  /// <param name="p1">parameter 1</param>
  /// <param name="p2">parameter 2</param>
  /// <param name="p3">parameter 3</param>
  /// <param name="p4">parameter 4</param>
  /// <param name="p5">parameter 5</param>
  /// <param name="p6">parameter 6</param>
  /// <param name="p7">parameter 7</param>
  /// <param name="p8">parameter 8</param>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
  public void Invoke(T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8) {
    Slots9 block;
    long* slots = (long*)&block;
    Wire.Write(slots, p1);
    Wire.Write(slots + 1, p2);
    Wire.Write(slots + 2, p3);
    Wire.Write(slots + 3, p4);
    Wire.Write(slots + 4, p5);
    Wire.Write(slots + 5, p6);
    Wire.Write(slots + 6, p7);
    Wire.Write(slots + 7, p8);
    call.Invoke(slots);
  }
}
