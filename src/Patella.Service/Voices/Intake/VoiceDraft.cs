using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Intake;

/// <summary>What a line is measured by.</summary>
/// <param name="Now">Business time; voices of later than ten minutes after it are refused.</param>
/// <param name="MayBeOwn">Whether it may come under a source of our own timeline; offline files may.</param>
public sealed record VoiceLineRules(long Now, bool MayBeOwn = false, string DefaultSource = VoiceSources.Api, bool AnyTime = false)
{
    public const long AheadMinutes = 10;
    public const long BackDays = 400;
    public const int TextLimit = 20_000;
    public const int ValueLimit = 200;
    public const int FurtherLimit = 16;
}

/// <summary>Why a line was not taken.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Path">The field, where there is one.</param>
/// <param name="Reason">One of a short list of words, for counting.</param>
public sealed record VoiceProblem(int Line, string? Path, string Reason, ProblemText Detail);

/// <summary>A voice in the making: fields are set by name, whichever format they come from.</summary>
internal sealed class VoiceDraft(VoiceLineRules rules)
{
    private static readonly string[] Authors = ["consumer", "merchant", "carrier", "agent", "bot", "public"];
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private VoiceProblem? _problem;

    /// <summary>A reason that the line brings itself; only offline tools look at it.</summary>
    public string? Reason => _fields.GetValueOrDefault("reason");

    public void Set(string name, string value)
    {
        if (name.Length is 0 or > 40)
        {
            Refuse(name[..Math.Min(name.Length, 40)], "field", "The name of a field has 1 to 40 characters.");
        }
        else if (value.Contains('\0', StringComparison.Ordinal) || value.Contains('\uFFFD', StringComparison.Ordinal))
        {
            Refuse(name, "encoding", "Is not UTF-8 text. Save the file as UTF-8.");
        }
        else if (value.Length > (name == "text" ? VoiceLineRules.TextLimit : VoiceLineRules.ValueLimit))
        {
            Refuse(name, name == "text" ? "too-long" : "field", $"Must be at most {(name == "text" ? VoiceLineRules.TextLimit : VoiceLineRules.ValueLimit)} characters long.");
        }
        else if (value.Length > 0 || name == "text")
        {
            _fields[name] = value;
        }
    }

    public void Refuse(string? path, string reason, ProblemText detail) => _problem ??= new VoiceProblem(0, path, reason, detail);

    /// <summary>The voice, or the first thing that is wrong with it.</summary>
    public (Voice? Voice, VoiceProblem? Problem) Finish()
    {
        if (_problem is not null)
        {
            return (null, _problem);
        }

        var (id, source, text) = (Take("id"), Take("source") ?? rules.DefaultSource, Take("text"));
        var at = Time(Take("time") ?? Take("at"));
        var (author, rating) = (Take("author"), Take("rating"));
        Take("reason");
        Check(id, source, text, author, rating);
        var voice = new Voice(
            id ?? "", source, at, Take("channel") ?? "api", author, Take("customer"), Take("language"), text ?? "", Take("order"), Take("product"), Take("merchant"), Take("category"), Take("carrier"),
            Take("region"), Take("version"), Take("conversation"), rating is null ? null : Stars(rating), _fields.Count == 0 ? null : new Dictionary<string, string>(_fields));
        if (voice.Further?.Count > VoiceLineRules.FurtherLimit)
        {
            Refuse(null, "field", $"There may be at most {VoiceLineRules.FurtherLimit} further fields.");
        }

        return _problem is null ? (voice, null) : (null, _problem);
    }

    private void Check(string? id, string source, string? text, string? author, string? rating)
    {
        if (id is null)
        {
            Refuse("id", "field", "Is required.");
        }

        if (!VoiceSources.All.Contains(source) || (!rules.MayBeOwn && VoiceSources.Own.Contains(source)))
        {
            Refuse("source", "field", $"Must be one of: {string.Join(", ", rules.MayBeOwn ? VoiceSources.All : VoiceSources.All.Except(VoiceSources.Own))}.");
        }

        if (rating is not null && Stars(rating) is null)
        {
            Refuse("rating", "field", "Must be 1 to 5.");
        }

        if (text is null && rating is null)
        {
            Refuse("text", "field", "Is required.");
        }

        if (author is not null && !Authors.Contains(author))
        {
            Refuse("author", "field", $"Must be one of: {string.Join(", ", Authors)}.");
        }
    }

    private static int? Stars(string rating) => int.TryParse(rating, NumberStyles.None, CultureInfo.InvariantCulture, out var stars) && stars is >= 1 and <= 5 ? stars : null;

    private long Time(string? text)
    {
        if (text is null || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            Refuse("time", text is null ? "field" : "time", "Must be a time as in ISO 8601, such as 2026-11-11T08:00:00Z.");
            return 0;
        }

        var at = Microseconds.From(time);
        if (!rules.AnyTime && at > rules.Now + (VoiceLineRules.AheadMinutes * 60 * Microseconds.PerSecond))
        {
            Refuse("time", "time", $"Lies more than {VoiceLineRules.AheadMinutes} minutes ahead: a clock is wrong.");
        }
        else if (!rules.AnyTime && at < rules.Now - (VoiceLineRules.BackDays * 86_400 * Microseconds.PerSecond))
        {
            Refuse("time", "time", $"Lies more than {VoiceLineRules.BackDays} days back: a clock is wrong, or it is too old.");
        }

        return at;
    }

    private string? Take(string name) => _fields.Remove(name, out var value) ? value : null;
}
