using System.Text.RegularExpressions;
using Patella.Service.Listening.Targets;
using Patella.Service.Voices.Masking;

namespace Patella.Service.Listening.Seats;

/// <summary>Why a listener's reply waits for the host even where replies go out at once: what it says could harm, and is for somebody who serves to say.</summary>
internal static partial class HeldText
{
    /// <returns>personal, money, link or word; null when nothing is found.</returns>
    public static string? Why(string text, ListeningSettings settings)
        => VoiceMask.Mask(text) != text ? "personal"
            : Links().IsMatch(text) ? "link"
            : Money().IsMatch(text) ? "money"
            : settings.HoldWords!.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "word"
            : null;

    [GeneratedRegex(@"https?:|www\.|\b[\w-]{1,40}\.(?:com|cn|net|org|top|xyz|io)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Links();

    // A promise of money is made by an action with its preview, not by a sentence.
    [GeneratedRegex(@"[¥￥$€£]\s?\d|\d(?:[.,]\d+)?\s?(?:元|块|毛|yuan|rmb|cny|usd|eur|dollars?|euros?)|退款|赔偿|赔付|补偿|\brefund|\bcompensat", RegexOptions.IgnoreCase)]
    private static partial Regex Money();
}
