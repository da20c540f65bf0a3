using System.Runtime.InteropServices;

namespace Patella.Kernel.Detection;

/// <summary>Writes state bit for bit: little endian, arrays with their length.</summary>
internal sealed class StateWriter
{
    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    public StateWriter() => _writer = new BinaryWriter(_stream);

    public void Write(int value) => _writer.Write(value);

    public void Write(long value) => _writer.Write(value);

    public void Write(ulong value) => _writer.Write(value);

    public void Write(double value) => _writer.Write(value);

    public void Array<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        _writer.Write(values.Length);
        _writer.Write(MemoryMarshal.AsBytes(values));
    }

    public byte[] ToArray() => _stream.ToArray();
}

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
internal sealed class StateReader(byte[] data)
{
    private readonly BinaryReader _reader = new(new MemoryStream(data));

    public int Int() => _reader.ReadInt32();

    public long Long() => _reader.ReadInt64();

    public ulong Ulong() => _reader.ReadUInt64();

    public double Double() => _reader.ReadDouble();

    public T[] Array<T>()
        where T : unmanaged
    {
        var values = new T[_reader.ReadInt32()];
        _reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
