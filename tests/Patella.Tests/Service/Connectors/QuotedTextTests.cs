using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Mail.Reading;

namespace Patella.Tests.Service.Connectors;

public class QuotedTextTests
{
    private static string Visible(string text, bool forward = false) => QuotedText.Visible(text.ReplaceLineEndings("\n"), MailComposer.ReplyMarks, forward);

    [Theory]
    [InlineData("Thanks!\n\nOn Mon, 1 Jan 2026 at 10:00, Support <s@x.example> wrote:\n> We sent it.\n> Yours")]
    [InlineData("Thanks!\n\nOn Mon, 1 Jan 2026 at 10:00, Support\n<s@x.example> wrote:\n> We sent it.")]
    [InlineData("Thanks!\n\n-----Original Message-----\nFrom: Support\nSent: Monday\nTo: me\nSubject: Re: x\n\nWe sent it.")]
    [InlineData("Thanks!\n\nFrom: Support <s@x.example>\nSent: Monday\nTo: me\nSubject: Re: x\n\nWe sent it.")]
    [InlineData("Thanks!\n\n------------------ 原始邮件 ------------------\n发件人: \"客服\"\n发送时间: 2026年1月1日\n\n您好")]
    [InlineData("Thanks!\n\n在 2026年1月1日 10:00，客服 <s@x.example> 写道：\n> 您好")]
    [InlineData("Thanks!\n\n发件人：客服\n发送时间：2026年1月1日\n收件人：我\n主题：回复\n\n您好")]
    [InlineData("Thanks!\n\nAm 01.01.2026 um 10:00 schrieb Support:\n> Hallo")]
    [InlineData("Thanks!\n\nLe lun. 1 janv. 2026 à 10:00, Support a écrit :\n> Bonjour")]
    [InlineData("Thanks!\n\n> > old\n> words")]
    [InlineData("Thanks!\n-- \nLi Na\nExample Ltd")]
    [InlineData("Thanks!\n\nSent from my iPhone")]
    [InlineData("Thanks!\n\n发自我的 iPhone")]
    public void Only_what_was_written_now_is_shown(string text) => Assert.Equal("Thanks!", Visible(text));

    [Fact]
    public void An_answer_between_the_quotes_keeps_them() => Assert.Contains("> Which size?\nL, please.", Visible("Hello\n\nOn Monday, Support wrote:\n> Which size?\nL, please.\n> Which colour?\nRed."), StringComparison.Ordinal);

    [Fact]
    public void A_mail_that_is_nothing_but_a_quote_is_shown_whole() => Assert.Equal("> all of it", Visible("> all of it"));

    [Fact]
    public void A_forwarded_mail_is_shown_whole() => Assert.Contains("Shop <shop@x.example>", Visible("See this\n\nFrom: Shop <shop@x.example>\nSent: Monday\nTo: me\nSubject: no\n\nNo refund", forward: true), StringComparison.Ordinal);

    [Fact]
    public void Our_own_line_parts_an_answer_from_our_words_in_every_language()
    {
        foreach (var mark in MailComposer.ReplyMarks)
        {
            Assert.Equal("Still broken.", Visible($"Still broken.\n\nMonday, Support (x) wrote:\n\n{mark}\n\nDear Li"));
            Assert.Equal("Still broken.", Visible($"Still broken.\n> {mark}\n> Dear Li"));
        }
    }

    [Fact]
    public void Quotes_of_html_mails_are_found()
    {
        var text = HtmlText.Of("<div>Still <b>broken</b>.</div><div class=\"gmail_quote\"><div>On Monday Support wrote:</div><blockquote>Dear Li</blockquote></div>");
        Assert.Equal("Still broken.", Visible(text));
        Assert.Equal("Yes.", Visible(HtmlText.Of("<p>Yes.</p><blockquote type=cite><p>Is it?</p></blockquote>")));
    }
}
