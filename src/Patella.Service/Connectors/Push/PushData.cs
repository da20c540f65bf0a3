using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Connectors.Push;

/// <summary>A person's browsers and the notices to them, in the export and the erasure.</summary>
internal sealed class PushData : IPersonData
{
    public IReadOnlyList<string> Tables => ["push_subscription", "push_notice"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var browsers = await reader.Many<PushSubscriptionRow>(PushNotices.Sql["OfPersons"], new { persons = subject.Persons });
        var notices = await reader.Many<PushNoticeRow>(PushNotices.Sql["NoticesOf"], new { persons = subject.Persons });
        archive.Add("devices", new
        {
            browsers = browsers.Select(browser => new { browser.Endpoint, since = Microseconds.ToTime(browser.CreatedAt), seen = Microseconds.ToTime(browser.SeenAt) }),
            notices = notices.Select(notice => new { notice.Title, notice.Body, notice.State, at = Microseconds.ToTime(notice.CreatedAt) }),
        });
    }

    public Task<long> Erase(IStore store, PersonSubject subject) => store.Write(subject.Tenant, async transaction =>
        (long)await transaction.Execute(PushNotices.Sql["EraseSubscriptions"], new { persons = subject.Persons })
        + await transaction.Execute(PushNotices.Sql["EraseNotices"], new { persons = subject.Persons }));
}
