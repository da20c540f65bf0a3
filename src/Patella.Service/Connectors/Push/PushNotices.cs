using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Connectors.Push;

/// <summary>The contract of push notices for use inside other capabilities' transactions: what is enqueued is sent if and only if the transaction commits.</summary>
public sealed class PushNotices(TenantStore tenants, MachineTime machine, IBus bus)
{
    internal const string SettingKey = "web-push";
    internal static readonly Statements Sql = new(typeof(PushNotices).Assembly, "Connectors.push.sql");

    public static string Topic(TenantId tenant) => "push:" + tenant.Value;

    /// <summary>Enqueues a notice to all browsers of a person.</summary>
    /// <returns>False when there is none, or the tenant does not use push.</returns>
    public async Task<bool> Enqueue(ITransaction transaction, PushNotice notice)
    {
        if (!await IsOn(transaction) || (await transaction.Many<PushSubscriptionRow>(Sql["OfPersons"], new { persons = notice.Persons })).Count == 0)
        {
            return false;
        }

        await transaction.Execute(Sql["AddNotice"], new { notice.Id, Person = notice.Persons[0], Persons = Json.Write(notice.Persons), notice.Conversation, notice.Title, notice.Body, notice.Path, now = machine.Now });
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), "")));
        return true;
    }

    internal async Task<bool> IsOn(IReader reader) => (await tenants.FindSetting<PushSetting>(reader, SettingKey))?.Enabled == true;
}

/// <summary>The tenant's setting. Off until somebody switches it on: notices pass the push services of browsers' makers.</summary>
internal sealed record PushSetting(bool Enabled);
