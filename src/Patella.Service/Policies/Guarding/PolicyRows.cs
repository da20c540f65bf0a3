using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Storage;

namespace Patella.Service.Policies.Guarding;

/// <summary>Table and words of a version.</summary>
internal sealed record PolicyContent
{
    public string Dmn { get; init; } = "";

    public string Words { get; init; } = "";

    public string Hash { get; init; } = "";

    /// <summary>What signatures, checks and backtests are bound to.</summary>
    public static string HashOf(string dmn, string words)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (ReadOnlySpan<string>)[dmn, words])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Statements of Policies.</summary>
internal static class PolicyRows
{
    public static readonly Statements Sql = new(typeof(PolicyRows).Assembly, "Policies.policies.sql");
}
