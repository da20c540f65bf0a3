using Patella.Platform.Migrations;
using Patella.Platform.Storage;

namespace Patella.Host.Doctor;

/// <summary>Looks at a store without stopping the server that uses it, and without changing anything.</summary>
internal interface IStoreDoctor
{
    Task<IReadOnlyList<CheckResult>> Check();
}

/// <summary>Compares what has run with what this program knows.</summary>
internal static class MigrationComparison
{
    public const string Name = "migrations";

    public static CheckResult Compare(string where, MigrationSet migrations, IReadOnlyDictionary<(string Capability, int Number), string> applied, StoreKind kind)
    {
        try
        {
            var missing = migrations.Missing(applied).Count();
            return missing == 0
                ? CheckResult.Ok(Name, $"{where}: all {applied.Count} have run ({kind})")
                : CheckResult.Warning(Name, $"{where}: {missing} have not run", "Make a backup, then patella migrate; patella serve would run them as well.");
        }
        catch (InvalidOperationException mismatch)
        {
            return CheckResult.Failed(Name, $"{where}: {mismatch.Message}", "Start the version of Patella that this store was used with, or a newer one.");
        }
    }
}
