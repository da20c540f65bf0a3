using Patella.Platform.Identifiers;

namespace Patella.Service.Voices;

/// <summary>The labelled stream: what was understood of each voice, once and for all, with the control records between them, in one order for ever.</summary>
public abstract class LabelledVoices
{
    /// <summary>Entries after a position, in order: from the blocks first, then from the log's end. Empty when there is nothing new.</summary>
    /// <param name="afterPosition">-1 for the beginning of what is kept.</param>
    /// <param name="max">1 to 65,536; an answer may have fewer although there are more.</param>
    public abstract Task<IReadOnlyList<LabelledEntry>> Read(TenantId tenant, long afterPosition, int max, CancellationToken cancellation = default);

    /// <summary>Voices by position, without personal data, in the order asked; those that are not here are absent.</summary>
    /// <param name="language">Of the titles of reasons.</param>
    public abstract Task<IReadOnlyList<VoiceView>> Texts(TenantId tenant, IReadOnlyCollection<long> positions, string language = "en", CancellationToken cancellation = default);
}
