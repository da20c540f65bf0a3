using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies;

/// <summary>Which version of a policy is in force when.</summary>
public sealed class PolicyBook
{
    private const int MostKept = 5_000;
    private readonly PolicyKinds _kinds;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Id, string Hash), PolicyVersion> _kept = new();
    private readonly ConcurrentDictionary<string, PolicyVersion> _builtIn = new();

    internal PolicyBook(PolicyKinds kinds) => _kinds = kinds;

    /// <summary>The version in force at an instant of business time (UTC microseconds); the built-in table where the tenant had none.</summary>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public async Task<PolicyVersion> At(IReader reader, string key, long businessTime)
        => PolicyLine.EffectiveAt(await Line(reader, key), businessTime) is { } found ? await Version(reader, key, found) : BuiltIn(key);

    /// <summary>The built-in table of a policy.</summary>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public PolicyVersion BuiltIn(string key)
    {
        var kind = Kind(key);
        return _builtIn.GetOrAdd(key, _ => new PolicyVersion(key, 0, null, PolicyContent.HashOf(kind.Dmn, kind.Words), kind.English, 0, null, kind.Dmn, PolicyWords.Read(kind.Words)));
    }

    internal PolicyKind Kind(string key) => _kinds.Find(key) ?? throw new ArgumentException($"There is no policy '{key}'.", nameof(key));

    internal static Task<IReadOnlyList<LineVersion>> Line(IReader reader, string key) => reader.Many<LineVersion>(PolicyRows.Sql["Line"], new { policy = key });

    internal async Task<PolicyVersion> Version(IReader reader, string key, LineVersion found)
    {
        var place = (reader.Tenant, found.Id, found.Hash);
        if (_kept.TryGetValue(place, out var kept))
        {
            return kept with { EffectiveFrom = found.EffectiveFrom ?? 0 };
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        var content = (await reader.One<PolicyContent>(PolicyRows.Sql["Content"], new { id = found.Id }))!;
        var version = new PolicyVersion(key, found.Number, found.Id, content.Hash, found.Title, found.EffectiveFrom ?? 0, found.Author, content.Dmn, PolicyWords.Read(content.Words));
        _kept[place with { Hash = content.Hash }] = version;
        return version;
    }

    /// <summary>The version as it decided something once, from what was kept then.</summary>
    internal static async Task<PolicyVersion?> AsKept(IReader reader, string key, long number, string? id, string hash)
        => await reader.One<PolicyContent>(PolicyRows.Sql["KeptContent"], new { hash }) is { } content
            ? new PolicyVersion(key, number, id, hash, "", 0, null, content.Dmn, PolicyWords.Read(content.Words)) : null;
}
