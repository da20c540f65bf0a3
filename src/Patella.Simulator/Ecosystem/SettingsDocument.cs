namespace Patella.Simulator.Ecosystem;

/// <summary>The people and standing things of the ecosystem, as POST /settings/import takes them.</summary>
public static class SettingsDocument
{
    private const int FloorPart = 10;

    /// <summary>
    /// Units, merchants, teams, what is promised, knowledge, the consumer key and the persons to be. Everything but the floor:
    /// sixty passwords to hash must not delay the first page.
    /// </summary>
    public static object Essential(DemoEcosystem ecosystem) => new
    {
        units = ecosystem.Units.Select((unit, index) => new
        {
            id = DeterministicId.Of(ecosystem.Seed, $"unit-{unit.Code}", index),
            code = unit.Code,
            name = new Dictionary<string, string> { [Languages.Chinese] = unit.Chinese, [Languages.English] = unit.English },
            kind = unit.Kind,
        }),
        merchants = ecosystem.Merchants.Select(merchant => new
        {
            id = merchant.Id, externalId = merchant.ExternalId, name = merchant.Name, unit = merchant.Unit.Code, category = merchant.Unit.Kind,
        }),
        teams = ecosystem.Units.Select((unit, index) => new
        {
            id = TeamId(ecosystem, unit.Code), name = $"{unit.Chinese}组 {unit.English}", unit = unit.Code,
        }),
        staff = ecosystem.Staff.Where(person => DemoPersonas.Emails.Values.Contains(person.Email)).Select(person => Person(ecosystem, person)),
        calendars = StandardsCatalogue.Calendars,
        standards = StandardsCatalogue.Clauses(ecosystem.LastFestival.Start - TimeSpan.FromDays(1)),
        knowledgeArticles = KnowledgeCatalogue.All.Select((article, index) => Article(ecosystem.Seed, article, index)),
        authorities = Authorities,
        shopRules = new { rules = ShopLines("rule"), rewards = ShopLines("reward") },
        cannedReplies = EmbeddedText.Rows("canned.txt", 4).SelectMany((cells, index) => Canned(ecosystem.Seed, cells, index)),
        consumerKeys = new[] { new { kid = DemoPersonas.ConsumerKeyId, alg = "HS256", secret = DemoPersonas.ConsumerSecret(ecosystem.Seed) } },
    };

    /// <summary>
    /// The floor: agents, supervisors, experts, merchants' people, a few a document, without those in <paramref name="known"/>
    /// (mail addresses). Each password costs the server a tenth of a second, so a call with all of them would seem to hang.
    /// </summary>
    public static IEnumerable<object> Floor(DemoEcosystem ecosystem, IReadOnlySet<string>? known = null) => ecosystem.Staff
        .Where(person => !DemoPersonas.Emails.Values.Contains(person.Email) && known?.Contains(person.Email) != true)
        .Select(person => Person(ecosystem, person)).Chunk(FloorPart).Select(staff => (object)new { staff });

    /// <summary>What people give alone, and what the service itself gives for what came broken and was shown.</summary>
    private static readonly object[] Authorities =
    [
        new { grade = "standard", kind = "refund", currency = "CNY", mostPerCase = 20_000, mostPerDay = 500_000 },
        new { grade = "senior", kind = "refund", currency = "CNY", mostPerCase = 100_000, mostPerDay = 2_000_000 },
        new { grade = "api", kind = "refund", currency = "CNY", mostPerCase = 50_000, mostPerDay = 5_000_000 },
    ];

    private static IEnumerable<object> ShopLines(string what) => EmbeddedText.Rows("shops.txt", 5).Where(cells => cells[0] == what).Select(cells => (object)new
    {
        code = cells[1], kind = cells[2] == "-" ? null : cells[2], text = new Dictionary<string, string> { [Languages.Chinese] = cells[3], [Languages.English] = cells[4] },
    });

    private static Guid TeamId(DemoEcosystem ecosystem, string unit) => DeterministicId.Of(ecosystem.Seed, $"team-{unit}");

    private static object Person(DemoEcosystem ecosystem, SimulatedStaff person) => new
    {
        id = person.Id,
        name = person.Name,
        email = person.Email,
        password = DemoPersonas.Password,
        roles = person.Roles,
        units = person.Units,
        languages = person.Languages,
        capacity = person.Capacity == 0 ? (int?)null : person.Capacity,
        language = person.Languages[0],
        team = person.Cohort is null ? (Guid?)null : TeamId(ecosystem, person.Units[0]),
        merchant = person.Merchant,
        cohort = person.Cohort,
        simulated = true,
    };

    private static object Article(ulong seed, KnowledgeText article, int index) => new
    {
        id = DeterministicId.Of(seed, $"article-{article.Key}-{article.Language}", index),
        title = article.Title,
        questions = article.Phrasings.Prepend(article.Title),
        answer = article.Text,
        language = article.Language,
        unit = article.Unit,
        shared = true,
    };

    private static IEnumerable<object> Canned(ulong seed, string[] cells, int index)
    {
        yield return Reply(seed, index, Languages.Chinese, cells[0], cells[1]);
        yield return Reply(seed, index, Languages.English, cells[2], cells[3]);
    }

    private static object Reply(ulong seed, int index, string language, string title, string text) =>
        new { id = DeterministicId.Of(seed, $"canned-{index}-{language}", index), title, text, language };
}
