using System.CommandLine;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Sqlite;

namespace Patella.Host.Commands;

/// <summary><c>patella migrate</c>: brings a store to this version's schema.</summary>
internal static class MigrateCommand
{
    public static Command Build()
    {
        var place = new StorePlaceArguments();
        var command = new Command("migrate", "Bring the store to this version's schema. patella serve does it as well; this does it before, with nobody waiting. Forward only: make a backup first.");
        place.AddTo(command);
        command.SetAction((parsed, cancellation) => Run(place.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> Run(StorePlace place, CancellationToken cancellation)
    {
        place.RequireFolder();
        await using var services = place.Open();
        var store = services.GetRequiredService<IStore>();
        var tenants = store is SqliteStore files ? files.Tenants().Append(TenantId.System).Distinct().ToList() : [TenantId.System];
        await Screen.Progress($"Migrate {place.Name}", tenants.Count, async report =>
        {
            for (var done = 0; done < tenants.Count; done++)
            {
                await store.Prepare(tenants[done], cancellation);
                report(done + 1);
            }

            return true;
        });
        return ExitCodes.Done;
    }
}
