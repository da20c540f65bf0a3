using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// A page on the live channel over a bare socket, for a client that takes as little of the shared processors as it can: frames are written by hand
/// (with a mask of zeros, which leaves the bytes as they are) and looked at where they arrive.
/// </summary>
internal sealed class LeanSocket : IDisposable
{
    private const int LongestShortLength = 125;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16_384];
    private int _filled;

    public delegate void Received(ReadOnlySpan<byte> message);

    public Socket Handle => _socket;

    /// <summary>Connects as the owner of the token; blocks.</summary>
    public static LeanSocket Open(ServerUnderTest server, string token)
    {
        var page = new LeanSocket();
        page._socket.Connect(new IPEndPoint(IPAddress.Loopback, server.Address.Port));
        page._socket.Send(Encoding.ASCII.GetBytes(
            $"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        page.TakeAnswer();
        return page;
    }

    public void Send(ReadOnlySpan<byte> text)
    {
        Span<byte> frame = stackalloc byte[8 + text.Length];
        frame[0] = 0x81;
        var header = 2;
        if (text.Length <= LongestShortLength)
        {
            frame[1] = (byte)(0x80 | text.Length);
        }
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], checked((ushort)text.Length));
            header = 4;
        }

        frame.Slice(header, 4).Clear();
        text.CopyTo(frame[(header + 4)..]);
        _socket.Send(frame[..(header + 4 + text.Length)]);
    }

    /// <summary>Takes what has arrived, at least something; false when the server has closed.</summary>
    public bool Receive(Received received)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = _socket.Receive(_buffer.AsSpan(_filled));
        _filled += count;
        var at = 0;
        while (Frame(_buffer.AsSpan(at, _filled - at)) is var (header, length))
        {
            received(_buffer.AsSpan(at + header, length));
            at += header + length;
        }

        _buffer.AsSpan(at, _filled - at).CopyTo(_buffer);
        _filled -= at;
        return count > 0;
    }

    public void Dispose() => _socket.Dispose();

    private static (int Header, int Length)? Frame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
        {
            return null;
        }

        var (header, length) = (2, bytes[1] & 0x7F);
        if (length == 126)
        {
            (header, length) = (4, bytes.Length < 4 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        }
        else if (length == 127)
        {
            (header, length) = (10, bytes.Length < 10 ? int.MaxValue : (int)BinaryPrimitives.ReadInt64BigEndian(bytes[2..]));
        }

        return length <= bytes.Length - header ? (header, length) : null;
    }

    private void TakeAnswer()
    {
        while (true)
        {
            var count = _socket.Receive(_buffer.AsSpan(_filled));
            _filled += count;
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                if (!_buffer.AsSpan(0, end).StartsWith("HTTP/1.1 101"u8))
                {
                    throw new InvalidOperationException("The server did not take the socket: " + Encoding.ASCII.GetString(_buffer, 0, end));
                }

                _buffer.AsSpan(end + 4, _filled - end - 4).CopyTo(_buffer);
                _filled -= end + 4;
                return;
            }

            if (count == 0)
            {
                throw new InvalidOperationException("The server closed the socket.");
            }
        }
    }
}
