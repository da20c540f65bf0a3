using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;

namespace Patella.Service.Connectors.Mail;

/// <summary>
/// The signed part of a conversation's reply address (<c>support+r.TOKEN@example.org</c>) and of the first reference of its mails: 8 bytes that name the thread,
/// 2 for the day it runs out, 10 of HMAC-SHA256 over these, the tenant and the conversation. In base 32 without case, because some servers change it;
/// 32 characters, because a local part has at most 64.
/// </summary>
internal static class ReplyToken
{
    public const int Length = 32;
    public const int KeyLength = 13;
    public const int LifetimeDays = 180;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int KeyBytes = 8;
    private const int MacBytes = 10;

    /// <summary>A new thread's name, which tells nothing.</summary>
    public static string NewKey() => Encode(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <param name="now">Machine time, microseconds.</param>
    public static string Make(byte[] secret, TenantId tenant, string conversation, string key, long now)
    {
        var bytes = new byte[KeyBytes + 2 + MacBytes];
        Decode(key).AsSpan(0, KeyBytes).CopyTo(bytes);
        var day = (int)(now / (86_400 * Microseconds.PerSecond)) + LifetimeDays;
        (bytes[KeyBytes], bytes[KeyBytes + 1]) = ((byte)(day >> 8), (byte)day);
        Mac(secret, tenant, conversation, bytes).CopyTo(bytes.AsSpan(KeyBytes + 2));
        return Encode(bytes);
    }

    /// <summary>The thread's name in a token, signed or not; null when it is no token.</summary>
    public static string? KeyOf(string token) => token.Length == Length && token.All(letter => Alphabet.Contains(letter, StringComparison.Ordinal)) ? Encode(Decode(token).AsSpan(0, KeyBytes)) : null;

    /// <summary>Whether the token was made here for this conversation and has not run out.</summary>
    public static bool Holds(byte[] secret, TenantId tenant, string conversation, string token, long now)
    {
        if (KeyOf(token) is null)
        {
            return false;
        }

        var bytes = Decode(token);
        var day = (bytes[KeyBytes] << 8) | bytes[KeyBytes + 1];
        return CryptographicOperations.FixedTimeEquals(Mac(secret, tenant, conversation, bytes), bytes.AsSpan(KeyBytes + 2, MacBytes)) && day >= now / (86_400 * Microseconds.PerSecond);
    }

    private static byte[] Mac(byte[] secret, TenantId tenant, string conversation, byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(bytes, 0, KeyBytes + 2);
        hash.AppendData(Encoding.UTF8.GetBytes($"{tenant}\n{conversation}"));
        return hash.GetHashAndReset()[..MacBytes];
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var one in bytes)
        {
            bits = ((bits << 8) | one) & 0xFFFF;
            count += 8;
            while (count >= 5)
            {
                text.Append(Alphabet[(bits >> (count - 5)) & 31]);
                count -= 5;
            }
        }

        return count > 0 ? text.Append(Alphabet[(bits << (5 - count)) & 31]).ToString() : text.ToString();
    }

    private static byte[] Decode(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (bits, count, place) = (0, 0, 0);
        foreach (var letter in text)
        {
            bits = ((bits << 5) | Math.Max(0, Alphabet.IndexOf(letter, StringComparison.Ordinal))) & 0xFFFF;
            count += 5;
            if (count >= 8 && place < bytes.Length)
            {
                bytes[place++] = (byte)(bits >> (count - 8));
                count -= 8;
            }
        }

        return bytes;
    }
}
