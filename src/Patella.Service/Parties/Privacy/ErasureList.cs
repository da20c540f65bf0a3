using System.Text.Json;
using Patella.Platform;
using Patella.Service.Edge;

namespace Patella.Service.Parties.Privacy;

/// <summary>One erasure, by ids that tell nobody who it was.</summary>
public sealed record ErasedPerson(string Tenant, string Request, IReadOnlyList<string> Persons, long At);

/// <summary>
/// The list of erasures beside the tenants' data, in the data folder: a restored backup is older than some of them, and they are applied to it
/// again at the next start. Ids only; a line is on disk before its erasure begins.
/// </summary>
public sealed class ErasureList(PlatformOptions options)
{
    public const string FileName = "erasures.jsonl";
    private readonly SemaphoreSlim _turn = new(1);

    public string FilePath => Path.Combine(options.DataFolder, FileName);

    public async Task Add(ErasedPerson erased)
    {
        await _turn.WaitAsync();
        try
        {
            Directory.CreateDirectory(options.DataFolder);
            await using var file = new FileStream(FilePath, FileMode.Append, FileAccess.Write, FileShare.Read);
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Json.Write(erased) + "\n"));
            file.Flush(flushToDisk: true);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>All of them, oldest first; a torn last line is left out.</summary>
    public async Task<IReadOnlyList<ErasedPerson>> Read()
    {
        if (!File.Exists(FilePath))
        {
            return [];
        }

        var all = new List<ErasedPerson>();
        foreach (var line in await File.ReadAllLinesAsync(FilePath))
        {
            try
            {
                if (Json.Read<ErasedPerson>(line) is { Tenant: not null, Request: not null, Persons: not null } erased)
                {
                    all.Add(erased);
                }
            }
            catch (JsonException)
            {
                // Power was lost in the middle of a line: its erasure had not begun.
            }
        }

        return all;
    }
}
