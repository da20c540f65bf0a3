namespace Patella.Simulator.Voices;

/// <summary>One voice as it is sent: who, when, where, about what, in which words.</summary>
/// <param name="Id">A function of seed, minute and place in it, so that sending again adds nothing.</param>
/// <param name="Source">review, chat, hotline or outside.</param>
/// <param name="Time">Business time.</param>
/// <param name="Channel">The place it was said at: app, web, store page, forum.</param>
/// <param name="Author">consumer or public.</param>
/// <param name="Customer">External id of the one who speaks.</param>
/// <param name="Language">zh-CN or en.</param>
/// <param name="Text">What was said.</param>
/// <param name="Category">Code of the business unit.</param>
/// <param name="Version">Version of the app it was said with, where it was an app.</param>
public sealed record SimulatedVoice(
    string Id, string Source, DateTimeOffset Time, string Channel, string Author, string Customer, string Language, string Text,
    string? Product = null, string? Merchant = null, string? Category = null, string? Carrier = null, string? Region = null, string? Version = null);
