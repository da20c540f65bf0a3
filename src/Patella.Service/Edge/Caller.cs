using Patella.Platform.Identifiers;

namespace Patella.Service.Edge;

/// <summary>What a caller may be. Wire and store values are the lower-case names; append only.</summary>
public enum CallerKind
{
    Anonymous = 0,
    Consumer = 1,
    Staff = 2,
    Program = 3,
}

/// <summary>A right that an endpoint asks for. Roles and API key scopes grant them; see <see cref="Roles"/>.</summary>
[Flags]
public enum Permission
{
    None = 0,

    /// <summary>One's own conversations and orders, as a consumer.</summary>
    Consume = 1,

    /// <summary>Take contacts, answer, see the people and orders of the case at hand.</summary>
    Serve = 2,

    /// <summary>The live board, all conversations, assigning and taking back.</summary>
    Supervise = 4,

    /// <summary>Settings of the tenant, keys, the audit trail.</summary>
    Administer = 8,

    /// <summary>Send events of orders, parcels, payments, products and people.</summary>
    SendEvents = 16,

    /// <summary>Load files of events and past conversations.</summary>
    Import = 32,

    /// <summary>Any signed-in member of staff: own profile, help, search within one's rights.</summary>
    StaffMember = 64,

    /// <summary>The shop's own orders and contacts.</summary>
    RunShop = 128,

    /// <summary>Read figures and boards without acting.</summary>
    Observe = 256,

    /// <summary>See one masked field of a person, with a reason, within the day's quota of one's grade.</summary>
    Reveal = 512,

    /// <summary>Read the audit trail.</summary>
    ReadAudit = 1_024,

    /// <summary>Give a person's data out and erase it, on request.</summary>
    KeepPrivacy = 2_048,

    /// <summary>Join records of one person and part them again.</summary>
    JoinPersons = 4_096,

    /// <summary>Rule on disputes.</summary>
    Adjudicate = 8_192,

    /// <summary>Write the rules of the platform.</summary>
    OwnRules = 16_384,

    /// <summary>Ledgers, funds and recoveries.</summary>
    KeepBooks = 32_768,

    /// <summary>Answer for a business unit: its standards, its people's work, its figures.</summary>
    OwnUnit = 65_536,

    /// <summary>The carrier's own parts of joint cases.</summary>
    CarryParcels = 131_072,

    /// <summary>Sign rules off before they may act; never one's own.</summary>
    SignRules = 262_144,

    /// <summary>Hear what consumers say: voices without personal data, their figures, incidents.</summary>
    ListenToVoices = 524_288,

    /// <summary>Judge what was heard: labels, the tree of reasons, models, verdicts on incidents and their owners.</summary>
    JudgeVoices = 1_048_576,

    /// <summary>Pull the cord on what hurts customers, see what stands, and answer to those who pulled. Of everybody who works for the platform; no shop's and no carrier's.</summary>
    PullCord = 2_097_152,

    /// <summary>Speak for the customers where a cord was pulled: the experience group's yes lifts a pull. Of no role in business.</summary>
    LiftCord = 4_194_304,

    /// <summary>Register launches and ask their gate: release systems.</summary>
    GuardLaunches = 8_388_608,

    /// <summary>Answer calls to a business or technical system: acknowledge them and say what is fixed.</summary>
    AnswerCalls = 16_777_216,

    /// <summary>Take a listening seat beside somebody who serves.</summary>
    ListenIn = 33_554_432,

    /// <summary>Show the wall of the command centre, for a screen without a person.</summary>
    ShowWall = 67_108_864,
}

/// <summary>Who is asking, from the credential alone. Everything a capability does is inside this tenant.</summary>
public sealed record Caller
{
    public required CallerKind Kind { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Person id of a consumer, staff id, or API key id.</summary>
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    public Permission Permissions { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>BCP 47.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Merchant whose people they are, when they are a merchant's.</summary>
    public string? Merchant { get; init; }

    /// <summary>True for a consumer who has not signed in.</summary>
    public bool IsVisitor { get; init; }

    /// <summary>Trainee, standard or senior: how much trust somebody has earned. Never who employs them.</summary>
    public string Grade { get; init; } = "standard";

    /// <summary>The session they came with; null for programs and consumers.</summary>
    public string? Session { get; init; }

    /// <summary>Machine time at which they last proved who they are, UTC microseconds; 0 for never.</summary>
    public long VerifiedAt { get; init; }

    /// <summary>Set when the credential came in a cookie: unsafe requests then need this value in X-CSRF-Token.</summary>
    public string? CsrfToken { get; init; }

    public bool Has(Permission permission) => (Permissions & permission) != 0;
}

/// <summary>Finds who presents a token; the capability that keeps credentials implements it.</summary>
public interface ICallerDirectory
{
    /// <summary>The caller behind a bearer token of any kind, or null.</summary>
    Task<Caller?> FindByToken(string token);

    /// <summary>Whether a caller that came in earlier still may: its session stands and its rights are the same.</summary>
    Task<bool> IsStillGood(Caller caller);
}
