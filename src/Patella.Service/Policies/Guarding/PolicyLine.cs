using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Service.Policies.Guarding;

/// <summary>A version as far as its place in time goes.</summary>
internal sealed record LineVersion
{
    public string Id { get; init; } = "";

    public string Policy { get; init; } = "";

    public long Number { get; init; }

    public string State { get; init; } = "";

    public string Hash { get; init; } = "";

    public string Title { get; init; } = "";

    public string Author { get; init; } = "";

    public long? ShadowSince { get; init; }

    public long? CanarySince { get; init; }

    /// <summary>Percent.</summary>
    public long? CanaryShare { get; init; }

    /// <summary>tenant, category or case.</summary>
    public string? CanaryBy { get; init; }

    public long? EffectiveFrom { get; init; }

    /// <summary>When a person took it out of force, or out of trial.</summary>
    public long? EndedAt { get; init; }
}

/// <summary>Pure: which version of a policy speaks at an instant. What was true of a past instant stays true: beginnings and ends are never set into the past.</summary>
internal static class PolicyLine
{
    /// <summary>The version in force; null is the built-in table. A version that was ended is followed by the built-in table until the next begins.</summary>
    public static LineVersion? EffectiveAt(IEnumerable<LineVersion> line, long at)
    {
        var newest = line.Where(version => version.EffectiveFrom <= at && !(version.EndedAt <= version.EffectiveFrom)).MaxBy(version => version.EffectiveFrom);
        return newest?.EndedAt <= at ? null : newest;
    }

    /// <summary>The version on trial with a share of the questions: until it is in force, when it was given a date.</summary>
    public static LineVersion? CanaryAt(IEnumerable<LineVersion> line, long at)
        => line.FirstOrDefault(version => version.CanarySince <= at && Waits(version, at));

    /// <summary>The version whose verdict is kept and not enforced.</summary>
    public static LineVersion? ShadowAt(IEnumerable<LineVersion> line, long at)
        => line.FirstOrDefault(version => version.ShadowSince <= at && version.CanarySince is null && Waits(version, at));

    /// <summary>Whether a key is in the canary's share: the same keys for as long as it runs, and those of a smaller share stay in a larger one.</summary>
    public static bool Shares(LineVersion canary, string key)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(canary.Id + "\n" + key), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash) % 10_000 < canary.CanaryShare * 100;
    }

    private static bool Waits(LineVersion version, long at)
        => version.EndedAt is null && (version.State is "shadow" or "canary" || version.State == "effective" && version.EffectiveFrom > at);
}
