using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Parties.Privacy;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Parties;

/// <summary>
/// Every table with a column that can hold what a consumer said, is called or can be reached by is answered for by a part of the erasure
/// (<see cref="IPersonData"/>), or stands here with the reason why it holds no such thing.
/// </summary>
public class PersonalTableTests
{
    private static readonly string[] Suspicious =
    [
        "name", "person_name", "email", "phone", "address", "text", "title", "preview", "comment", "body", "note", "draft", "content", "raw", "mirror", "message", "html", "sender", "recipient",
        "recipients", "subject_line", "from_address", "to_address", "reason", "summary", "value", "data", "payload", "tokens", "question", "questions", "answer", "fields", "words", "reply", "what", "filter",
    ];

    /// <summary>Not of consumers, and why.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["api_key"] = "the name an administrator gave a key",
        ["article"] = "written by staff for everybody",
        ["automation"] = "names that supervisors give",
        ["business_unit"] = "names of units",
        ["carrier"] = "names of carriers",
        ["canned_reply"] = "written by staff for everybody",
        ["conversation_view"] = "names and filters that staff gave their lists; a word looked for is theirs",
        ["desk_settings"] = "how staff arranged their desk",
        ["ecosystem"] = "the ecosystem's name",
        ["event_source"] = "the name of a sending system",
        ["identity_provider"] = "the name of a sign-in provider",
        ["incident"] = "counts, nodes and positions of voices, and notes of staff; the words of voices stand in Voices",
        ["incident_change"] = "titles of what staff and systems changed in the marketplace",
        ["incident_miss"] = "what staff tell of a problem as a whole",
        ["incident_owner"] = "names of staff",
        ["launch"] = "titles of what release systems register; the content is a hash",
        ["ledger_transfer"] = "the reason is a word of the capability that asked",
        ["listening_settings"] = "targets and rules by administrators",
        ["mailbox"] = "the shop's own addresses",
        ["macro"] = "written by staff for everybody",
        ["merchant"] = "names of shops",
        ["migration"] = "names of migrations",
        ["pull"] = "titles of targets; the words of a pull stand in pull_voice and pull_step",
        ["person_merge"] = "the reason is a word from a list",
        ["person_reveal"] = "the reason is a word from a list; the field is a handle",
        ["policy_content"] = "tables and sentences for everybody",
        ["policy_event"] = "steps in the life of a rule and notes of staff on them; cases are ids",
        ["policy_notice"] = "told to staff and merchants about their rules",
        ["policy_version"] = "rules, written by staff and merchants for all who work with them; cases and conversations are ids, and the facts of persons stand in policy_decision",
        ["product"] = "names of goods",
        ["remedy_recovery"] = "reasons by finance about shops and carriers; the content is a hash",
        ["report_delivery"] = "figures and tables of sums; no words of consumers",
        ["report_schedule"] = "a name and addresses of staff, by supervisors",
        ["score_promotion"] = "names of promotions, by administrators",
        ["segment_chunk"] = "bytes of files, removed with their file",
        ["shop_measure"] = "about a shop, with the words of the tenant's clause; cases and conversations are ids, and the content is a hash",
        ["sign_in_failure"] = "addresses of staff, gone after five minutes",
        ["standard_pause"] = "the reason is a word from the tenant's list",
        ["staff"] = "people who work here, not consumers",
        ["survey"] = "which questions were asked; words stand in the timeline",
        ["survey_rules"] = "which questions are asked",
        ["system_call"] = "titles of incidents, pulls and projects, written without personal data; who acknowledged is staff or a system",
        ["tag"] = "names of tags",
        ["team"] = "names of teams",
        ["tenant_setting"] = "settings by administrators",
        ["timer"] = "ids of what is due",
        ["webhook"] = "names and addresses of other systems; the reason is a word from a list",
        ["log_record"] = "voices, whose words Voices wipes out where they stand",
        ["voice_block"] = "the filter is of codes and ids of shops and goods",
        ["voice_sum"] = "counts by codes, shops and goods",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_table_with_personal_columns_is_answered_for(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var parts = server.Services.GetServices<IPersonData>().ToList();
        var covered = parts.SelectMany(part => part.Tables).ToHashSet();
        var columns = await server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.Many<(string Table, string Column)>(kind == StoreKind.Sqlite
            ? "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like 'search_text_%'"
            : "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public'"));
        var open = columns.Where(one => Suspicious.Contains(one.Column) && !covered.Contains(one.Table) && !Exempt.ContainsKey(one.Table)).Select(one => $"{one.Table}.{one.Column}").ToList();
        Assert.True(open.Count == 0, "Nobody erases these. Let the capability implement IPersonData, or say here why they hold nothing of a consumer: " + string.Join(", ", open));
        Assert.All(covered.Where(table => table != "segment"), table => Assert.Contains(columns, one => one.Table == table));
    }
}
