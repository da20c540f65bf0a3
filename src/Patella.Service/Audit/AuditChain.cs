using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Storage;

namespace Patella.Service.Audit;

/// <summary>What a check of the chain found.</summary>
/// <param name="Entries">Entries in the chain.</param>
/// <param name="Older">Entries written before there was a chain; they prove nothing.</param>
/// <param name="Intact">True when every entry is there and is as it was written.</param>
/// <param name="BrokenAt">The number of the first entry that is changed or missing.</param>
/// <param name="Why">What is wrong there: changed, missing, slipped-in or cut-off.</param>
/// <param name="Head">The hash of the newest entry. Kept elsewhere, it also proves that the end was not cut off.</param>
public sealed record AuditCheck(long Entries, long Older, bool Intact, long? BrokenAt, string? Why, string? Head);

/// <summary>The chain over the entries: hash(n) = SHA-256(hash(n-1) and every field of n, each with its length before it).</summary>
public static class AuditChain
{
    private const int PageRows = 1_000;

    /// <summary>Reads the whole chain and compares each entry with its hash.</summary>
    public static async Task<AuditCheck> Verify(IReader reader)
    {
        var (number, hash) = (0L, "");
        while (await reader.Many<AuditRow>(AuditTrail.Sql["Chained"], new { after = number, limit = PageRows }) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                var why = row.Number != number + 1 ? "missing" : row.Hash != HashOf(hash, row) ? "changed" : null;
                if (why is not null)
                {
                    return await Result(reader, number, number + 1, why, hash);
                }

                (number, hash) = (number + 1, row.Hash!);
            }
        }

        var head = await reader.One<AuditLink>(AuditTrail.Sql["Head"]);
        if (head is not null && (head.Number != number || head.Hash != hash))
        {
            return await Result(reader, number, number + 1, "cut-off", hash);
        }

        var slipped = number > 0 && await reader.One<long>(AuditTrail.Sql["Slipped"]) > 0;
        return await Result(reader, number, slipped ? number : null, slipped ? "slipped-in" : null, hash);
    }

    internal static string HashOf(string before, AuditRow row)
    {
        var text = new StringBuilder();
        foreach (var field in new[] { before, Number(row.Number), row.Id, Number(row.At), Number(row.RecordedAt), row.ActorKind, row.Actor, row.Action, row.Subject, row.Detail })
        {
            text.Append(field?.Length ?? -1).Append(':').Append(field).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static async Task<AuditCheck> Result(IReader reader, long entries, long? brokenAt, string? why, string hash)
        => new(entries, await reader.One<long>(AuditTrail.Sql["Unchained"]), brokenAt is null, brokenAt, why, hash.Length == 0 ? null : hash);

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
