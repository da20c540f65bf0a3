using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Life;

/// <summary>Reads, holds and writes versions.</summary>
internal static class VersionRows
{
    private static readonly Statements Sql = PolicyRows.Sql;

    public static Task<VersionRow?> Find(IReader reader, string id) => reader.One<VersionRow>(Sql["FindVersion"], new { id });

    /// <summary>From here to the commit nothing else of the policy's life changes.</summary>
    public static Task Hold(ITransaction transaction, string policy) => transaction.Execute(Sql["HoldLine"], new { policy });

    /// <summary>The next number of a policy that is held.</summary>
    public static async Task<long> NextNumber(ITransaction transaction, string policy)
    {
        await transaction.Execute(Sql["NextNumber"], new { policy });
        return await transaction.One<long>(Sql["LineVersions"], new { policy });
    }

    public static async Task Save(ITransaction transaction, VersionRow version)
    {
        if (await transaction.Execute(Sql["SaveVersion"], version) != 1)
        {
            throw new InvalidOperationException($"Version {version.Id} is not here.");
        }
    }

    public static Task Tell(ITransaction transaction, VersionRow version, Caller by, string what, string? note, long at)
        => transaction.Execute(Sql["AddEvent"], new { version = version.Id, at, kind = KindOf(by), by = by.Id, name = NameOf(by), what, note, hash = version.Hash });

    public static string NameOf(Caller caller) => caller.Name.Length == 0 ? caller.Id : caller.Name;

    public static string KindOf(Caller caller) => caller.Merchant is not null || caller.Has(Permission.RunShop) ? "merchant" : caller.Has(Permission.OwnRules) ? "rule-owner" : caller.Has(Permission.SignRules) ? "legal" : "agent";
}
