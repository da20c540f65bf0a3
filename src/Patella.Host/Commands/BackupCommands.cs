using System.CommandLine;
using Patella.Host.Doctor;
using Patella.Host.Hosting;
using Patella.Platform.Identifiers;
using Patella.Platform.Transfer;
using Patella.Service.Parties.Privacy;

namespace Patella.Host.Commands;

/// <summary><c>patella backup</c> and <c>patella restore</c>: the whole installation, as a folder with counts and hashes.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var folder = new Argument<string>("folder") { Description = "Folder to make; it must not exist yet" };
        var place = new StorePlaceArguments();
        var command = new Command("backup", "Copy everything into a folder, each tenant as one moment, while the server runs or not. What was acknowledged before is in it.") { folder };
        place.AddTo(command);
        command.SetAction((parsed, cancellation) => RunBackup(place.Read(parsed), Path.GetFullPath(parsed.GetRequiredValue(folder)), cancellation));
        return command;
    }

    public static Command Restore()
    {
        var folder = new Argument<string>("folder") { Description = "Folder that patella backup made" };
        var place = new StorePlaceArguments();
        var command = new Command("restore", "Bring a backup into an empty data folder or database. Every file is compared with its hash first and every row count afterwards.") { folder };
        var erasures = new Option<string?>("--erasures") { Description = "List of erasures of the old data folder (erasures.jsonl): what was erased since is erased again at the next start", HelpName = "file" };
        command.Add(erasures);
        place.AddTo(command);
        command.SetAction((parsed, cancellation) => RunRestore(place.Read(parsed), Path.GetFullPath(parsed.GetRequiredValue(folder)), parsed.GetValue(erasures), cancellation));
        return command;
    }

    private static async Task<int> RunBackup(StorePlace place, string folder, CancellationToken cancellation)
    {
        await place.RequireStore(cancellation);
        try
        {
            var result = await TransferScreen.Follow(async progress =>
            {
                if (await TransferScreen.Ask(place, ControlEndpoints.Backups, new ControlRequest(folder), progress, cancellation) is { } answer)
                {
                    return answer;
                }

                await using var services = place.Open();
                return await TransferWork.Backup(services, folder, progress, cancellation);
            });
            BackupRecord.Write(place.DataFolder, new BackupRecord(MachineClock.Provider.GetUtcNow(), folder, result.Bytes));
            Console.WriteLine($"{result.Tenants} tenants, {result.Rows} rows, {Screen.Size(result.Bytes)} in {result.Path}");
            return ExitCodes.Done;
        }
        catch (TransferException failure)
        {
            throw new CommandFailedException(ExitCodes.Failed, failure.Message, failure);
        }
    }

    private static async Task<int> RunRestore(StorePlace place, string folder, string? erasures, CancellationToken cancellation)
    {
        try
        {
            if (erasures is not null && !File.Exists(erasures))
            {
                throw new TransferException($"There is no list of erasures at {erasures}.");
            }

            RequireBackup(folder);
            await using var services = place.Open();
            var manifest = await TransferScreen.Follow(progress => services.GetRequiredService<BackupService>().Restore(folder, progress, cancellation));
            if (erasures is not null)
            {
                await File.AppendAllLinesAsync(Path.Combine(place.DataFolder, ErasureList.FileName), await File.ReadAllLinesAsync(erasures, cancellation), cancellation);
            }

            Console.WriteLine($"{manifest.Tenants.Length} tenants, {manifest.Tenants.Sum(tenant => tenant.Rows.Values.Sum())} rows restored into {place.Name}");
            return ExitCodes.Done;
        }
        catch (TransferException failure)
        {
            throw new CommandFailedException(ExitCodes.BadInput, failure.Message, failure);
        }
    }

    /// <summary>Asked before the data folder is touched, so that a wrong name makes nothing.</summary>
    private static void RequireBackup(string folder)
    {
        if (!File.Exists(Path.Combine(folder, BackupManifest.FileName)))
        {
            throw new TransferException(Directory.Exists(folder)
                ? $"{folder} is no whole backup: it has no {BackupManifest.FileName}. Nothing was made."
                : $"there is no backup at {folder}. Nothing was made.");
        }
    }
}
