using Patella.Platform.Storage;

namespace Patella.Platform.Timeline;

/// <summary>Subject links that become known after an entry was written. What happened stays as it is; only whom it concerns is filled in.</summary>
public static class TimelineLinks
{
    /// <summary>Gives a person to those entries of an order that came before anybody said whose order it is.</summary>
    public static Task LinkPerson(this ITransaction transaction, string order, string person)
        => transaction.Execute("update timeline set person = @person where tenant = @tenant and order_ref = @order and person is null", new { person, order });
}
