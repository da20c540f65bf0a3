using System.Text.Json;
using Patella.Platform.Storage;

namespace Patella.Platform.Transfer;

/// <summary>How far a long work has come.</summary>
/// <param name="Step">What is being done, such as <c>tenant shop: timeline</c>.</param>
/// <param name="Done">Rows, records or pieces so far in this step.</param>
/// <param name="Total">How many there are; 0 when not known.</param>
public sealed record TransferProgress(string Step, long Done, long Total);

/// <summary>The content of one table of a tenant.</summary>
/// <param name="Hash">Sum of the rows' hashes, so it does not depend on their order; hex.</param>
public sealed record TableContent(string Name, string[] Columns, long Rows, string Hash);

/// <summary>The content of one topic of the log.</summary>
public sealed record TopicContent(string Topic, long First, long Next, string Hash);

/// <summary>What an export of a tenant holds; it stands last in the file, so a file without it is torn.</summary>
public sealed record TransferManifest(
    int Format, string Tenant, StoreKind Source, long TakenAt, long NewestPosition, string[] Migrations, TableContent[] Tables, TopicContent[] Topics, long Pieces, string PiecesHash)
{
    public const int CurrentFormat = 1;
    public const string EntryName = "manifest.json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

/// <summary>The file cannot be taken: damaged, of another version, or the target is not as it must be. Nothing was left behind.</summary>
public sealed class TransferException(string message, Exception? inner = null) : Exception(message, inner);
