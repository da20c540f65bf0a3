using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Service.Access;

/// <summary>Random secrets and their hashes. A secret of 256 random bits needs no slow hash; passwords get one (<see cref="Passwords"/>).</summary>
internal static class Secrets
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Matches(string secret, string hash)
        => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));
}
