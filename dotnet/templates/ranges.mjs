// C# that ranges of another module's memory have in common, whether they may be written or only read: RemoteSpan and
// RemoteReadOnlySpan, RemoteMemory and RemoteReadOnlyMemory. A ref struct has no base type that could have it.

const WRITABLE = { isWritable: true, span: 'RemoteSpan', memory: 'RemoteMemory', view: 'LocalView' };
const READ_ONLY = {
  isWritable: false,
  span: 'RemoteReadOnlySpan',
  memory: 'RemoteReadOnlyMemory',
  view: 'ReadOnlyLocalView',
};

/** Text of ranges that may be written. */
const writable = ({ isWritable }, text) => (isWritable ? text : '');

const TYPE_PARAMETER = `/// <typeparam name="T">the elements, laid out as in the other module</typeparam>`;

const SPAN_DOC = {
  RemoteSpan: `/// <summary>A range of elements in another module's memory, as <see cref="Span{T}"/> is one in C#'s own. In C++
/// wpl::span&lt;T, M&gt;.</summary>
${TYPE_PARAMETER}
/// <remarks>
/// The elements are not here: <see cref="CopyTo"/>, <see cref="ToArray"/>, <see cref="CopyFrom"/> and
/// <see cref="ToLocal"/> bring or send whole ranges at the speed of memcpy, <see cref="Chunks"/> goes through them
/// piece by piece; single elements are the slow route. All of them throw <see cref="ObjectDisposedException"/> if the
/// module has been closed, and <see cref="PseudoLinkException"/> if the range leaves its memory. A range that was
/// passed to a call is lent for the call.
/// </remarks>`,
  RemoteReadOnlySpan: `/// <summary>A range of elements in another module's memory that is only read here: as <see cref="RemoteSpan{T}"/>,
/// without what writes. In C++ wpl::span&lt;const T, M&gt;.</summary>
${TYPE_PARAMETER}
/// <remarks>
/// The elements are not here: <see cref="CopyTo"/>, <see cref="ToArray"/> and <see cref="ToLocal"/> bring whole ranges
/// at the speed of memcpy, <see cref="Chunks"/> goes through them piece by piece; single elements are the slow route.
/// All of them throw <see cref="ObjectDisposedException"/> if the module has been closed, and
/// <see cref="PseudoLinkException"/> if the range leaves its memory. A range that was passed to a call is lent for the
/// call.
/// </remarks>`,
};

const CONSTRUCTOR_DOC = `  /// <summary>Makes a range out of numbers.</summary>
  /// <param name="module">whose memory it is in</param>
  /// <param name="address">of the first element, in bytes</param>
  /// <param name="length">number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the length is negative, or the range ends beyond 4 GiB</exception>`;

const partDoc = (variable) => `  /// <summary>A part; also <c>${variable}[start..end]</c>.</summary>
  /// <param name="start">index of its first element</param>
  /// <param name="length">its number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the part is not inside</exception>`;

const COPY_FROM = `  /// <summary>Copies elements from C# to the beginning of this range.</summary>
  /// <param name="source">at most as long</param>
  /// <exception cref="ArgumentException">the source is longer</exception>
  public void CopyFrom(ReadOnlySpan<T> source) {
    if (source.Length > length) RangeChecks.ThrowTooShort(nameof(source));
    if (source.IsEmpty) return;
    fixed (T* from = &MemoryMarshal.GetReference(source)) {
      Module.CopyOut(address, from, (nuint)source.Length * (nuint)sizeof(T));
    }
  }

  /// <summary>Sets all elements to one value.</summary>
  public void Fill(T value) {
    foreach (Span<T> chunk in new RemoteChunks<T>(this, readsFirst: false)) chunk.Fill(value);
  }

  /// <summary>Sets all elements to zero bytes.</summary>
  public void Clear() => Fill(default);

`;

const TO_LOCAL = {
  RemoteSpan: `  /// <summary>The elements as a local span, for a whole job on them such as sorting: copied in now, and written back,
  /// all of them, at the end of its scope. <c>using LocalView&lt;short&gt; view = delays.ToLocal();</c></summary>
  /// <remarks>It is a copy: changes that others make meanwhile are not seen, and are overwritten. Nothing is allocated
  /// from the second time on.</remarks>
  public LocalView<T> ToLocal() => new(this, readsFirst: true);

  /// <summary>As <see cref="ToLocal"/> for who writes all elements: nothing is copied in, they begin as
  /// zeros.</summary>
  public LocalView<T> ToLocalWriteOnly() => new(this, readsFirst: false);`,
  RemoteReadOnlySpan: `  /// <summary>The elements as a local span, for a whole job on them: copied in now, given back at the end of its scope.
  /// <c>using ReadOnlyLocalView&lt;short&gt; view = delays.ToLocal();</c></summary>
  public ReadOnlyLocalView<T> ToLocal() => new(this);`,
};

const WHOLE_JOBS = `  /// <summary>As <see cref="Chunks"/>, and each piece is written back when the loop goes on or is left:
  /// <c>foreach (Span&lt;short&gt; chunk in delays.WritableChunks())</c>.</summary>
  public RemoteChunks<T> WritableChunks() => new(this, readsFirst: true);

  /// <summary>Sorts the elements in place, over a local copy.</summary>
  public void Sort() {
    using LocalView<T> view = ToLocal();
    view.Span.Sort();
  }

  /// <summary>Sorts the elements in place, over a local copy.</summary>
  /// <param name="comparison">orders two elements</param>
  public void Sort(Comparison<T> comparison) {
    using LocalView<T> view = ToLocal();
    view.Span.Sort(comparison);
  }

`;

const SPAN_AS_READ_ONLY = `  /// <summary>A range that can be written can be read.</summary>
  public static implicit operator RemoteReadOnlySpan<T>(RemoteSpan<T> span) =>
    span.module == null ? default : new RemoteReadOnlySpan<T>(span.module, span.address, span.length);

`;

const spanFile = (kind) => `using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WasmPseudoLink;

${SPAN_DOC[kind.span]}
public readonly unsafe ref struct ${kind.span}<T> where T : unmanaged {
  private readonly Module? module;
  private readonly uint address;
  private readonly int length;

${CONSTRUCTOR_DOC}
  public ${kind.span}(Module module, uint address, int length) {
    ArgumentNullException.ThrowIfNull(module);
    RangeChecks.Range(address, length, sizeof(T));
    this.module = module;
    this.address = address;
    this.length = length;
  }

  private ${kind.span}(Module? module, ulong address, int length) {
    this.module = module;
    this.address = (uint)address;
    this.length = length;
  }

  /// <summary>Number of elements.</summary>
  public int Length => length;

  internal uint Address => address;

  /// <summary>Whether there are none.</summary>
  public bool IsEmpty => length == 0;

  /// <summary>Where the first element is.</summary>
  public RemotePointer<T> Pointer => new(module?.Handle ?? 0, address);

  /// <summary>One element. Cost: a call into the bridge each time; copy, or go by chunks, for more than a
  /// few.</summary>
  /// <exception cref="IndexOutOfRangeException">the index is out of range</exception>
  public T this[int index] {
    get {
      T value;
      Module.CopyIn(&value, Place(index), (nuint)sizeof(T));
      return value;
    }
${writable(kind, '    set => Module.CopyOut(Place(index), &value, (nuint)sizeof(T));\n')}  }

  /// <summary>The part from <paramref name="start"/> to the end; also <c>span[start..]</c>.</summary>
  /// <exception cref="ArgumentOutOfRangeException">the start lies outside</exception>
  public ${kind.span}<T> Slice(int start) => Slice(start, length - start);

${partDoc('span')}
  public ${kind.span}<T> Slice(int start, int length) {
    RangeChecks.Part(start, length, this.length);
    return new ${kind.span}<T>(module, address + (ulong)start * (ulong)sizeof(T), length);
  }

  /// <summary>Copies all elements to C#.</summary>
  /// <param name="destination">at least as long</param>
  /// <exception cref="ArgumentException">the destination is shorter</exception>
  public void CopyTo(Span<T> destination) {
    if (length > destination.Length) RangeChecks.ThrowTooShort(nameof(destination));
    if (length == 0) return;
    fixed (T* to = &MemoryMarshal.GetReference(destination)) Module.CopyIn(to, address, Bytes);
  }

${writable(kind, COPY_FROM)}  /// <summary>Copies all elements into a new array.</summary>
  public T[] ToArray() {
    if (length == 0) return [];
    T[] array = GC.AllocateUninitializedArray<T>(length);
    CopyTo(array);
    return array;
  }

${TO_LOCAL[kind.span]}

  /// <summary>Goes through the elements piece by piece, each copied into one local buffer:
  /// <c>foreach (ReadOnlySpan&lt;short&gt; chunk in delays.Chunks())</c>. Nothing is allocated from the second time
  /// on.</summary>
  public ReadOnlyRemoteChunks<T> Chunks() => new(this);

${writable(kind, WHOLE_JOBS)}  /// <summary>This range in a form that may be kept on the heap.</summary>
  public ${kind.memory}<T> ToMemory() => new(Module, address, length);

${writable(kind, SPAN_AS_READ_ONLY)}  private Module Module => module ?? RangeChecks.ThrowDefault();

  private nuint Bytes => (nuint)length * (nuint)sizeof(T);

  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  private uint Place(int index) {
    if ((uint)index >= (uint)length) RangeChecks.ThrowIndex();
    return address + (uint)index * (uint)sizeof(T);
  }
}
`;

const MEMORY_DOC = {
  RemoteMemory: `/// <summary>A <see cref="RemoteSpan{T}"/> that may be kept on the heap, as <see cref="Memory{T}"/> is for
/// spans.</summary>
${TYPE_PARAMETER}
/// <remarks>It keeps neither the module open nor the elements allocated: who lends them says how long.</remarks>`,
  RemoteReadOnlyMemory: `/// <summary>A <see cref="RemoteReadOnlySpan{T}"/> that may be kept on the heap.</summary>
${TYPE_PARAMETER}
/// <remarks>As with <see cref="RemoteMemory{T}"/>, who lends the elements says how long.</remarks>`,
};

const MEMORY_AS_READ_ONLY = `
  /// <summary>A range that can be written can be read.</summary>
  public static implicit operator RemoteReadOnlyMemory<T>(RemoteMemory<T> memory) => new(memory.first, memory.Length);
`;

const memoryType = (kind) => `${MEMORY_DOC[kind.memory]}
public readonly struct ${kind.memory}<T> where T : unmanaged {
  private readonly RemotePointer<T> first;

${CONSTRUCTOR_DOC}
  public unsafe ${kind.memory}(Module module, uint address, int length) {
    RangeChecks.Range(address, length, sizeof(T));
    first = new RemotePointer<T>(module, address);
    Length = length;
  }

  ${kind.isWritable ? 'private' : 'internal'} ${kind.memory}(RemotePointer<T> first, int length) {
    this.first = first;
    Length = length;
  }

  /// <summary>Number of elements.</summary>
  public int Length { get; }

  /// <summary>Whether there are none.</summary>
  public bool IsEmpty => Length == 0;

  /// <summary>Where the first element is.</summary>
  public RemotePointer<T> Pointer => first;

  /// <summary>The range, to work with it.</summary>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  public ${kind.span}<T> Span => Length == 0 ? default : first.ToSpan(Length);

${partDoc('memory')}
  public ${kind.memory}<T> Slice(int start, int length) {
    RangeChecks.Part(start, length, Length);
    return new ${kind.memory}<T>(first + start, length);
  }
${writable(kind, MEMORY_AS_READ_ONLY)}}
`;

const memoryFile = () => `using System;

namespace WasmPseudoLink;

${memoryType(WRITABLE)}
${memoryType(READ_ONLY)}`;

/** Files of the C# library by name. */
export const rangeFiles = () => ({
  'RemoteSpan.cs': spanFile(WRITABLE),
  'RemoteReadOnlySpan.cs': spanFile(READ_ONLY),
  'RemoteMemory.cs': memoryFile(),
});
