using System.CommandLine;
using Patella.Host.Hosting;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Transfer;
using Patella.Service;
using Patella.Service.Tenants;

namespace Patella.Host.Commands;

/// <summary><c>patella export</c> and <c>patella import tenant</c>: one tenant as one file, from either store into either.</summary>
internal static class TenantCommands
{
    public static Command Export()
    {
        var tenant = TenantArgument();
        var file = new Argument<string>("file") { Description = "File to write, such as shop.zip" };
        var place = new StorePlaceArguments();
        var command = new Command("export", "Write everything of one tenant into one file, as one moment, while the server runs or not.") { tenant, file };
        place.AddTo(command);
        command.SetAction((parsed, cancellation) => RunExport(place.Read(parsed), new TenantId(parsed.GetRequiredValue(tenant)), Path.GetFullPath(parsed.GetRequiredValue(file)), cancellation));
        return command;
    }

    public static Command Import()
    {
        var file = new Argument<string>("file") { Description = "File that patella export wrote" };
        var place = new StorePlaceArguments();
        var command = new Command("tenant", "Load an exported tenant into a store that does not have it, and compare every table with the export. This moves a tenant between the embedded store and PostgreSQL.") { file };
        place.AddTo(command);
        command.SetAction((parsed, cancellation) => RunImport(place.Read(parsed), Path.GetFullPath(parsed.GetRequiredValue(file)), cancellation));
        return command;
    }

    private static Argument<string> TenantArgument()
    {
        var tenant = new Argument<string>("tenant") { Description = "The tenant's slug" };
        tenant.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !TenantId.IsValid(token.Value)))
            {
                result.AddError($"{token.Value} is no tenant: 1 to 40 characters of a-z, 0-9 and hyphen, starting with a letter.");
            }
        });
        return tenant;
    }

    private static async Task<int> RunExport(StorePlace place, TenantId tenant, string file, CancellationToken cancellation)
    {
        await place.RequireStore(cancellation);
        try
        {
            var result = await TransferScreen.Follow(async progress =>
            {
                if (await TransferScreen.Ask(place, ControlEndpoints.Exports, new ControlRequest(file, tenant.Value), progress, cancellation) is { } answer)
                {
                    return answer;
                }

                await using var services = place.Open();
                return await TransferWork.Export(services, tenant, file, progress, cancellation);
            });
            Console.WriteLine($"{result.Rows} rows, {Screen.Size(result.Bytes)} in {result.Path}");
            return ExitCodes.Done;
        }
        catch (TransferException failure)
        {
            throw new CommandFailedException(ExitCodes.Failed, failure.Message, failure);
        }
    }

    private static async Task<int> RunImport(StorePlace place, string file, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"there is no file {file}. Nothing was made.");
        }

        try
        {
            await using var services = place.Open();
            var store = services.GetRequiredService<IStore>();
            await store.Prepare(TenantId.System, cancellation);
            var manifest = await TransferScreen.Follow(progress => services.GetRequiredService<TenantImport>().Run(file, progress: progress, cancellation: cancellation));
            await SearchRebuild.Begin(store, new TenantId(manifest.Tenant), services.GetRequiredService<BusinessTime>(), cancellation);
            await Register(store, new TenantId(manifest.Tenant), cancellation);
            Console.WriteLine($"{manifest.Tenant}: {manifest.Tables.Sum(table => table.Rows)} rows in {manifest.Tables.Length} tables are in {place.Name}, each table as it was exported");
            return ExitCodes.Done;
        }
        catch (TransferException failure)
        {
            throw new CommandFailedException(ExitCodes.BadInput, failure.Message, failure);
        }
    }

    /// <summary>The installation's directory learns of the tenant, and running servers with it.</summary>
    private static async Task Register(IStore store, TenantId tenant, CancellationToken cancellation)
    {
        var tenants = new TenantStore();
        var profile = await store.Read(tenant, tenants.Profile, cancellation);
        var ecosystem = new Ecosystem { Id = tenant.Value, Name = profile.Name, CreatedAt = MachineClock.Provider.Now() };
        await store.Write(TenantId.System, transaction => tenants.AddEcosystem(transaction, ecosystem), cancellation: cancellation);
    }
}
