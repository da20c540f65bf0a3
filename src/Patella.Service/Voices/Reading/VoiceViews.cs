using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Voices.Blocks;

namespace Patella.Service.Voices.Reading;

/// <summary>Makes views of found voices. Nobody gets a text with personal data in it from here.</summary>
internal sealed class VoiceViews(VoiceParts parts, IVoiceUnderstanding understanding, IPlaceNames places)
{
    private static readonly int[] Named = [VoiceDimensions.Merchant, VoiceDimensions.Product, VoiceDimensions.Carrier];

    /// <param name="whole">Whether ids of customers are told whole.</param>
    public async Task<IReadOnlyList<VoiceView>> Of(TenantId tenant, IReadOnlyList<FoundVoice> voices, string language, bool whole, CancellationToken cancellation)
    {
        if (voices.Count == 0)
        {
            return [];
        }

        var words = await parts.Words(tenant, voices, cancellation);
        var titles = await understanding.Titles(tenant, language);
        var corrected = await understanding.Corrected(tenant, [.. voices.Select(one => one.Voice.Position)]);
        var names = await places.Of(tenant, voices.SelectMany(one => PlacesOf(one.Voice)));
        return [.. voices.Select((one, index) => View(one.Voice, words[index], titles, corrected.Contains(one.Voice.Position), whole, names))];
    }

    private static VoiceView View(LabelledVoice voice, VoiceWords words, IReadOnlyDictionary<string, string> titles, bool corrected, bool whole, IReadOnlyDictionary<VoicePlace, string> names) => new(
        voice.Position.ToString(CultureInfo.InvariantCulture), voice.Position, Microseconds.ToTime(voice.At), voice.Dimensions[VoiceDimensions.Source] ?? "", voice.Dimensions[VoiceDimensions.Channel] ?? "",
        VoiceParts.Masked(words) ?? "", voice.Dimensions[VoiceDimensions.Language], Known(voice.Stage), Known(voice.Reason), voice.Reason.Length == 0 ? null : titles.GetValueOrDefault(voice.Reason, voice.Reason),
        voice.Sentiment, voice.Urgency, voice.Margin, voice.Reason.Length > 0, voice.Family == 0 ? null : new VoiceFamily(voice.Family.ToString("x16", CultureInfo.InvariantCulture), voice.Multiplicity),
        words.Order, voice.Dimensions[VoiceDimensions.Product], voice.Dimensions[VoiceDimensions.Merchant], voice.Dimensions[VoiceDimensions.Category], voice.Dimensions[VoiceDimensions.Carrier],
        voice.Dimensions[VoiceDimensions.Region], voice.Dimensions[VoiceDimensions.Version], words.Conversation, voice.Author, Customer(words.Customer, whole), voice.Rating == 0 ? null : voice.Rating, corrected, voice.Further,
        PlacesOf(voice).Where(names.ContainsKey).ToDictionary(place => place.Dimension, place => names[place]) is { Count: > 0 } called ? called : null);

    private static IEnumerable<VoicePlace> PlacesOf(LabelledVoice voice)
        => Named.Where(dimension => voice.Dimensions[dimension] is not null).Select(dimension => new VoicePlace(VoiceDimensions.Names[dimension], voice.Dimensions[dimension]!));

    private static string? Known(string code) => code.Length == 0 ? null : code;

    /// <summary>Enough to see that two voices are of one customer.</summary>
    private static string? Customer(string? customer, bool whole) => customer is null or { Length: 0 } || whole ? customer : customer.Length <= 6 ? "***" : "***" + customer[^4..];
}
