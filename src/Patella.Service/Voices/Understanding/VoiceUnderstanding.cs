using Patella.Kernel.Learning;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>Understands voices with the model and the tree in force at their place in the log.</summary>
internal sealed class VoiceUnderstanding(IStore store, Models models) : IVoiceUnderstanding
{
    /// <summary>Families of one tenant that are remembered, about 6 MB.</summary>
    private const int Families = 1 << 16;

    public async Task<IVoiceReading> Reading(TenantId tenant, string? model, IVoiceReading? before)
    {
        var now = Json.Read<ModelSwitch>(model) ?? new ModelSwitch(0, null, 0);
        var earlier = before as VoiceReading;
        if (earlier is not null && earlier.Order >= now.Order)
        {
            return earlier;
        }

        var tree = await store.Read(tenant, reader => ReasonTree.At(reader, now.Tree));
        return new VoiceReading(now.Order, await models.Find(tenant, now.Model), tree, earlier?.Families ?? new FamilyIndex(Families));
    }

    public async Task<IReadOnlyDictionary<string, string>> Titles(TenantId tenant, string language) => (await store.Read(tenant, ReasonTree.Newest)).Titles(language);

    public async Task<IReadOnlySet<long>> Corrected(TenantId tenant, IReadOnlyCollection<long> positions)
        => positions.Count == 0 ? new HashSet<long>() : (await store.Read(tenant, reader => reader.Many<long>(UnderstandingStore.Sql["Labelled"], new { positions }))).ToHashSet();
}

/// <summary>A model whose answers are put into a version of the tree.</summary>
internal sealed class VoiceReading : IVoiceReading
{
    private readonly VoiceReader _reader;
    private readonly (string Stage, string Reason)[] _told;

    public VoiceReading(long order, VoiceModel model, ReasonTree tree, FamilyIndex families)
    {
        (Order, Families) = (order, families);
        _reader = new VoiceReader(model, families);
        _told = [.. model.Reasons.Reasons.Select(code => tree.Resolve(code) ?? ("", ""))];
    }

    /// <summary>Of the switch that made it.</summary>
    public long Order { get; }

    public FamilyIndex Families { get; }

    public Understood Read(ReadOnlySpan<byte> utf8, long minute)
    {
        var understood = _reader.Read(utf8, minute);
        var (stage, reason) = _told[understood.Reason];
        return new Understood(stage, reason, understood.Sentiment, understood.Urgency, understood.Margin, LanguageCode.Tag(understood.Language), understood.Family, understood.Multiplicity);
    }
}
