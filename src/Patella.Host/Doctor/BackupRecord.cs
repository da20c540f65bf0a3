using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Host.Doctor;

/// <summary>What is remembered in the data folder about the newest backup, so that the doctor can miss it.</summary>
internal sealed record BackupRecord(DateTimeOffset At, string Path, long Bytes)
{
    private const string FileName = "last-backup.json";
    private const string Advice = "Make one with patella backup, and let it be made every night.";

    /// <summary>A nightly backup, and some hours of grace.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(30);

    public static void Write(string dataFolder, BackupRecord record)
    {
        Directory.CreateDirectory(dataFolder);
        File.WriteAllText(System.IO.Path.Combine(dataFolder, FileName), JsonSerializer.Serialize(record, Json.Options));
    }

    public static CheckResult Check(string dataFolder, TimeProvider clock)
    {
        const string Name = "backups";
        if (Read(dataFolder) is not { } record)
        {
            return CheckResult.Warning(Name, "none was made from here", Advice);
        }

        var age = clock.GetUtcNow() - record.At;
        var detail = $"the newest was made {record.At:u} in {record.Path}";
        return age > Oldest ? CheckResult.Warning(Name, detail, Advice)
            : !System.IO.Path.Exists(record.Path) ? CheckResult.Warning(Name, detail + ", where nothing is now", "Make sure it was moved, not lost.")
            : CheckResult.Ok(Name, detail);
    }

    private static BackupRecord? Read(string dataFolder)
    {
        try
        {
            var path = System.IO.Path.Combine(dataFolder, FileName);
            return File.Exists(path) ? JsonSerializer.Deserialize<BackupRecord>(File.ReadAllText(path), Json.Options) : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            return null;
        }
    }
}
