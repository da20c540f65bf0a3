namespace Patella.Service.Voices;

/// <summary>One thing that somebody said about the marketplace, in the one schema of all sources. Its text is kept unchanged.</summary>
/// <param name="Id">Made by the source; (source, id) counts once.</param>
/// <param name="Source">One of <see cref="VoiceSources"/>.</param>
/// <param name="At">Business time it was said, UTC microseconds.</param>
/// <param name="Channel">chat, email, app, web, phone, ... as the source names it.</param>
/// <param name="Author">consumer, merchant, carrier, agent, bot or public; null when nobody said.</param>
/// <param name="Customer">Id of the person it comes from: ours, or the marketplace's.</param>
/// <param name="Language">BCP 47 where the source knows it.</param>
/// <param name="Rating">1 to 5.</param>
/// <param name="Further">Further dimensions by name.</param>
public sealed record Voice(
    string Id, string Source, long At, string Channel, string? Author, string? Customer, string? Language, string Text, string? Order = null, string? Product = null,
    string? Merchant = null, string? Category = null, string? Carrier = null, string? Region = null, string? Version = null, string? Conversation = null, int? Rating = null,
    IReadOnlyDictionary<string, string>? Further = null);

/// <summary>Where voices come from. Wire values, append only.</summary>
public static class VoiceSources
{
    /// <summary>A consumer's turn in one of our conversations.</summary>
    public const string Chat = "chat";

    /// <summary>A finished conversation of ours as a whole.</summary>
    public const string Conversation = "conversation";

    public const string Review = "review";
    public const string Rating = "rating";
    public const string Survey = "survey";

    /// <summary>What the bot could not answer.</summary>
    public const string BotFailure = "bot-failure";

    public const string Hotline = "hotline";

    /// <summary>Public posts outside.</summary>
    public const string Outside = "outside";

    public const string Api = "api";

    public static readonly IReadOnlyList<string> All = [Chat, Conversation, Review, Rating, Survey, BotFailure, Hotline, Outside, Api];

    /// <summary>Sources whose voices come from our own timeline: nobody else may send under these names.</summary>
    public static readonly IReadOnlyList<string> Own = [Chat, Conversation, BotFailure];
}

/// <summary>The fixed dimensions by which voices are counted, beside stage and reason. Indexes are stored: append only.</summary>
public static class VoiceDimensions
{
    public const int Category = 0;
    public const int Merchant = 1;
    public const int Product = 2;
    public const int Carrier = 3;
    public const int Region = 4;
    public const int Channel = 5;
    public const int Version = 6;
    public const int Source = 7;
    public const int Language = 8;

    /// <summary>Names on the wire and in nodes, by index.</summary>
    public static readonly IReadOnlyList<string> Names = ["category", "merchant", "product", "carrier", "region", "channel", "version", "source", "language"];
}
