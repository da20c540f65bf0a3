using FsCheck;
using FsCheck.Fluent;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Connectors.Mail;

namespace Patella.Tests.Service.Connectors;

public class ReplyTokenTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(one => (byte)one)];
    private static readonly TenantId Shop = new("shop");
    private const long Now = 1_790_000_000L * Microseconds.PerSecond;

    [Fact]
    public void A_token_holds_for_its_thread_only_and_until_it_runs_out()
    {
        var key = ReplyToken.NewKey();
        var token = ReplyToken.Make(Secret, Shop, "c1", key, Now);
        Assert.Equal((ReplyToken.Length, ReplyToken.KeyLength), (token.Length, key.Length));
        Assert.Equal(key, ReplyToken.KeyOf(token));
        Assert.True(ReplyToken.Holds(Secret, Shop, "c1", token, Now));
        Assert.False(ReplyToken.Holds(Secret, Shop, "c2", token, Now));
        Assert.False(ReplyToken.Holds(Secret, new TenantId("rival"), "c1", token, Now));
        Assert.False(ReplyToken.Holds([.. Secret.Reverse()], Shop, "c1", token, Now));
        Assert.True(ReplyToken.Holds(Secret, Shop, "c1", token, Now + ((ReplyToken.LifetimeDays - 1) * 86_400L * Microseconds.PerSecond)));
        Assert.False(ReplyToken.Holds(Secret, Shop, "c1", token, Now + ((ReplyToken.LifetimeDays + 2) * 86_400L * Microseconds.PerSecond)));
    }

    [Fact]
    public void Any_changed_letter_breaks_it()
    {
        var token = ReplyToken.Make(Secret, Shop, "c1", ReplyToken.NewKey(), Now);
        for (var place = 0; place < token.Length; place++)
        {
            var changed = token[..place] + (token[place] == 'a' ? 'b' : 'a') + token[(place + 1)..];
            Assert.False(ReplyToken.Holds(Secret, Shop, "c1", changed, Now), changed);
        }
    }

    [Fact]
    public void No_other_text_holds()
        => Prop.ForAll<string>(text => !ReplyToken.Holds(Secret, Shop, "c1", text ?? "", Now)).QuickCheckThrowOnFailure();
}
