using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Edge;

namespace Patella.Service.Surveys;

/// <summary>Who is asked how often, as a version that stays.</summary>
internal sealed record SurveyRules
{
    /// <summary>Parts of a whole draw.</summary>
    public const long Whole = 10_000;

    private const long Day = 86_400 * Microseconds.PerSecond;

    /// <summary>Nobody is asked before somebody decides it.</summary>
    public static readonly SurveyRules None = new() { Share = 1_000, Cap = 1, PeriodDays = 30, OpenHours = 72, Questions = string.Join(' ', SurveyQuestions.All) };

    public long Version { get; init; }

    public long Active { get; init; }

    /// <summary>Share of persons asked in a period, in basis points.</summary>
    public long Share { get; init; }

    /// <summary>Surveys a person gets in a period at most.</summary>
    public long Cap { get; init; }

    public long PeriodDays { get; init; }

    /// <summary>Hours after the end in which it can be answered.</summary>
    public long OpenHours { get; init; }

    public string Questions { get; init; } = "";

    /// <summary>1 when who speaks by mail, or has left before the questions were shown, is asked by mail.</summary>
    public long ByMail { get; init; }

    public long SavedAt { get; init; }

    public string SavedBy { get; init; } = "";

    public long PeriodOf(long at) => Math.Max(0, at) / (PeriodDays * Day);

    public long ExpiryOf(long at) => at + (OpenHours * 3_600 * Microseconds.PerSecond);

    /// <summary>The same for a tenant, a person and a period whenever and wherever it is drawn; spread evenly over 0 to 9,999.</summary>
    public static long DrawOf(TenantId tenant, string person, long period)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Value}\n{person}\n{period}"), hash);
        return (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)Whole);
    }

    /// <summary>Whether one of the frame is asked.</summary>
    /// <param name="askedBefore">Surveys of the person in this period, by whichever way.</param>
    /// <param name="hasWay">Whether there is a page or a mail to ask by.</param>
    public string Decide(long draw, long askedBefore, bool spoke, bool hasWay) => (spoke, hasWay) switch
    {
        (false, _) => SurveyVerdict.SaidNothing,
        (_, false) => SurveyVerdict.NoPage,
        _ when draw >= Share => SurveyVerdict.NotDrawn,
        _ when askedBefore >= Cap => SurveyVerdict.Capped,
        _ => SurveyVerdict.Asked,
    };

    public bool SameAs(SurveyRules other) => this with { Version = 0, SavedAt = 0, SavedBy = "" } == other with { Version = 0, SavedAt = 0, SavedBy = "" };
}

/// <summary>PUT /surveys/rules, and the section <c>surveys</c> of the settings document.</summary>
/// <param name="SharePercent">0 to 100: of all persons in a period.</param>
/// <param name="ByMail">Whether who speaks by mail or has left is asked by mail.</param>
public sealed record SurveyRulesRequest(bool? Active, double? SharePercent, int? CapPerPerson, int? PeriodDays, int? OpenHours, IReadOnlyList<string>? Questions, bool? ByMail = null)
{
    internal Validation Check(string at, Validation into) => into
        .Must(SharePercent is >= 0 and <= 100, at + "/sharePercent", "Must be 0 to 100.")
        .Must(CapPerPerson is >= 1 and <= 10, at + "/capPerPerson", "Must be 1 to 10.")
        .Must(PeriodDays is >= 1 and <= 365, at + "/periodDays", "Must be 1 to 365.")
        .Must(OpenHours is >= 1 and <= 720, at + "/openHours", "Must be 1 to 720.")
        .Must(Questions is { Count: > 0 } && Questions.All(SurveyQuestions.All.Contains) && Questions.Distinct().Count() == Questions.Count, at + "/questions", $"Must be some of: {string.Join(", ", SurveyQuestions.All)}.");

    internal SurveyRules ToRules() => new()
    {
        Active = Active == true ? 1 : 0, Share = (long)Math.Round(SharePercent!.Value * 100), Cap = CapPerPerson!.Value, PeriodDays = PeriodDays!.Value, OpenHours = OpenHours!.Value,
        Questions = string.Join(' ', SurveyQuestions.All.Where(Questions!.Contains)), ByMail = ByMail == true ? 1 : 0,
    };
}

/// <summary>The rules as they stand.</summary>
/// <param name="Version">0 while nobody has decided anything: then nobody is asked.</param>
public sealed record SurveyRulesView(long Version, bool Active, double SharePercent, int CapPerPerson, int PeriodDays, int OpenHours, IReadOnlyList<string> Questions, DateTimeOffset? SavedAt, string? SavedBy, bool ByMail = false)
{
    internal static SurveyRulesView Of(SurveyRules rules) => new(
        rules.Version, rules.Active == 1, rules.Share / 100.0, (int)rules.Cap, (int)rules.PeriodDays, (int)rules.OpenHours, rules.Questions.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        rules.Version == 0 ? null : Microseconds.ToTime(rules.SavedAt), rules.Version == 0 ? null : rules.SavedBy, rules.ByMail == 1);
}
