namespace Patella.Service.Voices;

/// <summary>A voice as people who listen see it: without personal data.</summary>
/// <param name="Id">The source and the source's own id, as <c>source:id</c>.</param>
/// <param name="Position">Its place in the log.</param>
/// <param name="Text">With placeholders where personal data stood; empty once the text is no longer kept.</param>
/// <param name="ReasonTitle">In the caller's language.</param>
/// <param name="Customer">Shortened, and whole only for whom the grade and the task allow it.</param>
/// <param name="Corrected">True when somebody has corrected its labels.</param>
/// <param name="Names">What the shop, the product and the carrier are called, by dimension, where that is known.</param>
public sealed record VoiceView(
    string Id, long Position, DateTimeOffset At, string Source, string Channel, string Text, string? Language, string? Stage, string? Reason, string? ReasonTitle, int Sentiment,
    int Urgency, int Margin, bool InTree, VoiceFamily? Family, string? Order, string? Product, string? Merchant, string? Category, string? Carrier, string? Region, string? Version,
    string? Conversation, string? Author, string? Customer, int? Rating, bool Corrected, IReadOnlyDictionary<string, string>? Further = null, IReadOnlyDictionary<string, string>? Names = null);

/// <summary>The near-duplicates a voice belongs to.</summary>
/// <param name="Size">How many there were in the window when it was heard.</param>
public sealed record VoiceFamily(string Id, int Size);
