using Patella.Platform;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Registry;

namespace Patella.Service.Systems.Following;

/// <summary>Tells people: an item on their desk, and a mail to those who have an address. The same again tells nobody twice.</summary>
internal sealed class StaffNotices(StaffStore people, IStaffCalls desk, OutgoingMails mails, SystemRegistry registry, PlatformOptions options)
{
    /// <summary>Told at most; a team with more people has a list of calls.</summary>
    private const int Most = 10;

    private const int AboutLimit = 300;

    /// <summary>The owner of a system that is called, or the experience group when none is.</summary>
    public async Task Called(ITransaction transaction, CallRow call, KnownSystem? system)
    {
        var told = system is null ? await Experts(transaction) : await Owners(transaction, system.Staff, system.Unit);
        await Tell(transaction, told, system is null ? "call-unowned" : "call", call.Id, call.Link, language => system is null
            ? Words(language, "notice.fallback", ("title", call.Title)) : Words(language, "notice.called", ("system", system.Name.In(language)), ("title", call.Title)));
    }

    /// <summary>The experience group: nobody acknowledged in time, or the system cannot be reached.</summary>
    public async Task Escalated(ITransaction transaction, CallRow call, bool overdue)
    {
        var system = (await registry.Known(transaction)).Find(call.System);
        await Tell(transaction, await Experts(transaction), overdue ? "call-overdue" : "call-unreachable", call.Id, call.Link, language => Words(
            language, overdue ? "notice.overdue" : "notice.unreachable", ("system", system?.Name.In(language) ?? call.System ?? Words(language, "nobody")), ("title", call.Title)));
    }

    public async Task Owned(ITransaction transaction, string? staff, string? unit, string key, string link, Func<string, string> title)
        => await Tell(transaction, await Owners(transaction, staff, unit), "incident-owned", key, link, language => Words(language, "notice.owned", ("title", title(language))));

    public async Task VerdictDue(ITransaction transaction, string? staff, string? unit, string key, string link, Func<string, string> title)
        => await Tell(transaction, staff is null && unit is null ? await Experts(transaction) : await Owners(transaction, staff, unit), "verdict-due", key, link, language => Words(language, "notice.verdict", ("title", title(language))));

    /// <summary>One member of staff, else the people of a unit who answer calls, else the experience group.</summary>
    private async Task<IReadOnlyList<Staff>> Owners(IReader reader, string? staff, string? unit)
    {
        var all = (await people.List(reader)).Where(person => person.Active).ToList();
        var owners = staff is not null ? all.Where(person => person.Id == staff) : all.Where(person => unit is not null && person.Units.Contains(unit) && person.Roles.Contains(Roles.SystemOwner));
        return owners.Take(Most).ToList() is { Count: > 0 } told ? told : await Experts(reader);
    }

    private async Task<IReadOnlyList<Staff>> Experts(IReader reader) => [.. (await people.List(reader)).Where(person => person.Active && person.Roles.Contains(Roles.Expert)).Take(Most)];

    private async Task Tell(ITransaction transaction, IReadOnlyList<Staff> told, string kind, string key, string link, Func<string, string> about)
    {
        foreach (var person in told)
        {
            var words = about(person.Language);
            var cut = words.Length <= AboutLimit ? words : words[..AboutLimit];
            await desk.Notice(transaction, person.Id, kind, new StaffNotice(link, cut, null, key), key);
            if (person.Email.Length > 0 && !person.Simulated)
            {
                await mails.Letter(transaction, new MailLetter(
                    $"notice:{kind}:{key}:{person.Id}", person.Email, cut, Words(person.Language, "notice.mail", ("about", cut)), person.Language, null, $"{options.Address.TrimEnd('/')}/console{link}", null));
            }
        }
    }

    private static string Words(string language, string key, params ReadOnlySpan<(string, object)> values) => CallMessage.Texts.In(language, key, values);
}
