namespace Patella.Tests.Kernel.Text.Reasons;

internal static partial class ReasonSentences
{
    /// <summary>Whoever writes this wants a person, whatever else they say.</summary>
    internal static readonly string[] AsksForAPerson =
    [
        "real person", "agent please", "human", "HUMAN!!!", "representative", "operator", "I want to talk to a human", "can I speak to someone", "let me speak to a manager",
        "please transfer me to an agent", "connect me to customer service", "I need a real person not a bot", "get me your supervisor", "is there anyone there?", "talk to a person",
        "can i chat with a live agent", "stop the bot, I want a human", "hello? is anybody there", "I'd like to speak with a representative", "could someone call me please", "human agent pls",
        "please put me through to support", "I want my refund and I want to talk to a real human about it", "are you a robot?", "can you connect me with somebody from your team",
        "i dont want to type to a machine, give me a person", "customer service", "live chat", "May I have an agent?", "speak to customer support", "i want to contact an actual person",
        "where can I reach a human being", "need an agent asap", "this is useless, let me talk to somebody", "I demand to see a manager", "Can I please get an operator",
        "not a bot please", "escalate this", "call me back", "talk to agent",
        "人工", "转人工", "人工客服", "我要人工服务", "转接人工客服谢谢", "有人吗", "真人", "我要跟真人说话", "不要机器人", "找客服", "客服呢", "叫你们经理来", "客服在吗", "能不能给我转个人工", "人呢",
        "机器人听不懂，转人工", "我要找你们领导", "给我回个电话", "打电话给我", "请问有人工吗", "人 工", "轉人工", "我要真人客服", "联系客服", "快递丢了转人工处理", "退款一直不到账，我要找人工",
        "你是机器人吗", "怎么联系人工客服", "别用机器人糊弄我", "客服电话多少", "麻烦帮我转接一下", "找个人来处理", "叫主管跟我说", "人工人工人工", "接客服", "我不想跟机器人说话", "转真人", "来个活人",
        "有没有人在", "让经理联系我",
        "hablar con una persona", "quiero hablar con un agente", "agente por favor", "¿hay alguien ahí?", "no quiero hablar con un robot", "je veux parler à un conseiller", "parler à une vraie personne",
        "mettez-moi en relation avec un conseiller", "ich möchte mit einem menschen sprechen", "mitarbeiter bitte", "kann ich mit jemandem sprechen", "オペレーターにつないでください", "人と話したい",
        "担当者をお願いします", "falar com um atendente", "quero falar com uma pessoa", "позовите оператора", "хочу поговорить с человеком", "상담원 연결해 주세요", "أريد التحدث مع موظف",
        "ขอคุยกับเจ้าหน้าที่", "vorrei un operatore umano",
    ];

    /// <summary>Words of the same kind, but nobody is asked for.</summary>
    internal static readonly string[] AsksForNobody =
    [
        "the delivery person left it in the rain", "the agent I spoke to yesterday promised a refund", "is this shirt for one person or two", "do I have to sign in person", "I bought it from a travel agent",
        "does the robot vacuum come with a charger", "what is your return policy", "I don't need an agent, just tell me the status", "the seller's support was good", "how many people fit in the tent",
        "is the cleaning agent safe for kids", "the manager of the store sold me the wrong size", "can I return it in person", "the person who ordered is my wife", "no thanks, I don't want to talk to anyone",
        "my phone number changed", "does it connect to wifi", "need a lens for people with glasses", "is the wig made of human hair", "the bot was helpful thanks", "someone stole my parcel", "give me the tracking number",
        "I need a jacket for a tall guy", "The driver handed it to another person", "I'd like a table for four people",
        "这款扫地机器人多少钱", "人工智能音箱怎么连网", "人工费怎么算", "客服说今天发货怎么还没发", "不用转人工，查一下物流就行", "之前联系过客服说会退款", "这是真人实拍吗", "人工草坪多少钱一平", "不要人工，直接退款",
        "客服态度很差", "收件人写错了", "三个人吃够吗", "机器人玩具坏了", "快递员没给我打电话", "找不到订单了", "家人收到了", "人参是真的吗", "商家不理人", "这衣服男人能穿吗", "衣服换个颜色可以吗",
        "請問這是真人試穿的照片嗎", "客服让我等三天",
        "la persona que lo recibió no soy yo", "la personne qui a signé n'est pas moi", "für eine person oder zwei", "ロボット掃除機が壊れました", "una mesa para una persona",
    ];
}
