using Patella.Platform.Storage;
using Patella.Service.Audit;

namespace Patella.Host.Doctor;

/// <summary>Whether a tenant's audit trail is as it was written, on either store.</summary>
internal static class AuditChecks
{
    private const string Name = "audit";

    public static async Task<CheckResult> Look(IReader reader)
    {
        var found = await AuditChain.Verify(reader);
        return found.Intact ? CheckResult.Ok(Name, $"{reader.Tenant}: all {found.Entries} entries are as they were written")
            : CheckResult.Failed(Name, $"{reader.Tenant}: entry {found.BrokenAt} is {found.Why}", "Somebody changed the trail behind the program's back: keep the store, compare it with backups, and ask who could write it.");
    }

    public static CheckResult None(string where) => CheckResult.Skipped(Name, $"{where}: has no chain yet");
}
