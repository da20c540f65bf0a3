using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Service.Connectors.Push;

/// <summary>Encrypts a message for one browser: RFC 8291 over the content coding aes128gcm of RFC 8188, in a single record. Only that browser can read it, not its push service.</summary>
public static class PushEncryption
{
    /// <summary>Bytes of a message: push services must take bodies of 4,096 bytes (RFC 8030, 7.2), of which header, delimiter and tag need 103.</summary>
    public const int MostBytes = RecordBytes - SaltBytes - 4 - 1 - PointBytes - 1 - TagBytes;

    private const int RecordBytes = 4_096;
    private const int SaltBytes = 16;
    private const int PointBytes = 65;
    private const int TagBytes = 16;

    /// <summary>RFC 8188, 2: marks the last record.</summary>
    private const byte LastRecord = 2;

    /// <summary>The body of a push message, with a key and a salt of its own.</summary>
    /// <param name="receiver">The browser's public key: an uncompressed point of P-256.</param>
    /// <param name="secret">The browser's authentication secret, 16 bytes.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] receiver, byte[] secret)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(message, receiver, secret, sender, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <summary>The same with given key and salt, which must never be used twice.</summary>
    internal static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] receiver, byte[] secret, ECDiffieHellman sender, byte[] salt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, MostBytes);
        var ours = PointOf(sender.ExportParameters(includePrivateParameters: false).Q);
        var (key, nonce) = Keys(Agree(sender, receiver, ours, secret), salt);
        var body = new byte[SaltBytes + 4 + 1 + PointBytes + message.Length + 1 + TagBytes];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(SaltBytes), RecordBytes);
        body[SaltBytes + 4] = PointBytes;
        ours.CopyTo(body, SaltBytes + 5);
        var start = SaltBytes + 5 + PointBytes;
        byte[] plain = [.. message, LastRecord];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, body.AsSpan(start, plain.Length), body.AsSpan(start + plain.Length, TagBytes));
        return body;
    }

    /// <summary>A point as it stands in messages and subscriptions: 4, then both coordinates.</summary>
    public static byte[] PointOf(ECPoint point) => [4, .. point.X!, .. point.Y!];

    /// <summary>The public key a point stands for.</summary>
    /// <exception cref="CryptographicException">It is no point of P-256.</exception>
    internal static ECDiffieHellman ReadPoint(byte[] point)
        => point is { Length: PointBytes } && point[0] == 4
            ? ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } })
            : throw new CryptographicException("Is no uncompressed point of P-256.");

    // RFC 8291, 3.4.
    private static byte[] Agree(ECDiffieHellman sender, byte[] receiver, byte[] ours, byte[] secret)
    {
        using var theirs = ReadPoint(receiver);
        var shared = sender.DeriveRawSecretAgreement(theirs.PublicKey);
        byte[] info = [.. "WebPush: info\0"u8, .. receiver, .. ours];
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, secret, info);
    }

    // RFC 8188, 2.2 and 2.3; the first record's number is 0, so the nonce stays as it is.
    private static (byte[] Key, byte[] Nonce) Keys(byte[] agreed, byte[] salt) => (
        HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0")),
        HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0")));
}
