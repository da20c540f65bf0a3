using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Service.Parties.Privacy;

/// <summary>Whose data is meant, under every id it stands under. Capabilities add the ids of their own things that are the person's.</summary>
public sealed class PersonSubject(TenantId tenant, IReadOnlyList<string> persons)
{
    public TenantId Tenant => tenant;

    /// <summary>All ids of the one person.</summary>
    public IReadOnlyList<string> Persons => persons;

    public HashSet<string> Conversations { get; } = [];

    public HashSet<string> Orders { get; } = [];

    public HashSet<string> Cases { get; } = [];
}

/// <summary>Takes what is written out for a person.</summary>
public interface IPersonArchive
{
    /// <summary>A section of the readable document.</summary>
    void Add(string section, object content);

    /// <summary>A file beside the document.</summary>
    Task AddFile(string name, Stream content);
}

/// <summary>
/// A capability's part in giving out and erasing a person's data. Declared here and implemented by every capability whose tables hold something a
/// person said, is called or can be reached by; a test finds tables that nobody answers for.
/// </summary>
public interface IPersonData
{
    /// <summary>Tables whose personal columns this part erases.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Adds ids of this capability's things that are the person's. Asked again after an erasure it finds the same ones.</summary>
    Task Collect(IReader reader, PersonSubject subject);

    Task Export(IReader reader, PersonSubject subject, IPersonArchive archive);

    /// <summary>
    /// Erases texts, names, identities and files in transactions of its own of a bounded size, and leaves books and counts. Doing it again changes
    /// nothing, so that what was interrupted is run again. Higher capabilities run first, Parties last.
    /// </summary>
    /// <returns>Rows changed or removed.</returns>
    Task<long> Erase(IStore store, PersonSubject subject);
}

/// <summary>POST /consumers/{id}/privacy-requests.</summary>
/// <param name="Id">Made by the caller: the same again changes nothing.</param>
/// <param name="Kind">export or erasure.</param>
public sealed record PrivacyAsk(string? Id, string? Kind);

/// <summary>A request for one's data or its erasure.</summary>
/// <param name="State">open, running, done or withdrawn.</param>
/// <param name="DueAt">Thirty days after it was asked (GDPR article 12: one month), in business time.</param>
public sealed record PrivacyRequest(
    string Id, string Kind, string Person, DateTimeOffset AskedAt, DateTimeOffset DueAt, string AskedBy, string State, DateTimeOffset? FinishedAt, string? FinishedBy, long RowsErased);
