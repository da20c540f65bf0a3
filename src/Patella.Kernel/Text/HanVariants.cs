using System.Collections.Frozen;

namespace Patella.Kernel.Text;

/// <summary>
/// Traditional characters that service messages use and their simplified forms, so that 訂單 finds 订单. Not a
/// converter: characters with several simplified readings are left alone unless one is meant nearly always.
/// </summary>
internal static class HanVariants
{
    private const string Pairs =
        "訂订單单買买賣卖貨货運运費费這这個个們们來来為为會会無无開开關关門门問问間间時时後后過过還还沒没對对錯错發发現现現现" +
        "換换壞坏損损錢钱銀银帳账戶户號号碼码電电話话機机網网頁页點点擊击選选擇择確确認认證证實实際际應应該该請请謝谢謝谢" +
        "幫帮誰谁講讲說说讓让給给從从將将經经結结絡络線线紅红綠绿級级約约組组細细終终統统續续維维緊紧總总縣县區区國国際际" +
        "處处務务動动勞劳勢势優优惠惠價价億亿傳传僅仅條条債债傷伤備备儲储兒儿內内兩两冊册決决況况凍冻減减測测溫温滿满漢汉" +
        "灣湾濕湿濟济營营爭争獎奖獲获環环產产畫画當当療疗痠酸盜盗盤盘眾众睜睁礙碍禮礼禍祸種种稱称積积穩稳窮穷競竞筆笔節节" +
        "範范築筑簡简簽签籤签類类糧粮紀纪純纯紙纸紋纹納纳級级紛纷紮扎絕绝絲丝綁绑網网綜综編编練练縮缩織织繳缴繼继羅罗義义" +
        "習习聖圣聞闻聯联聰聪聲声職职聽听肅肃腦脑臉脸臨临舉举舊旧與与興兴艦舰藝艺節节藥药蘋苹虧亏蟲虫術术衛卫補补裝装製制" +
        "複复褲裤見见規规視视親亲覺觉覽览觀观計计訊讯訓训記记設设許许訴诉診诊評评試试詢询詳详誤误談谈論论謊谎識识譯译議议" +
        "護护讀读變变貝贝負负財财責责販贩貪贪貴贵貸贷賀贺資资賊贼賠赔賬账質质購购贈赠贏赢趕赶趙赵跡迹車车軌轨軟软較较載载" +
        "輕轻輛辆輪轮輸输轉转辦办農农連连進进遊游達达違违遠远遲迟適适遺遗郵邮鄉乡醫医釋释針针釣钓鈕钮鈴铃鉤钩銷销鋪铺錄录" +
        "鍵键鎖锁鏈链鏡镜鐘钟鑰钥長长閉闭閃闪閱阅隊队陽阳陰阴陳陈險险隨随雖虽雙双雜杂雞鸡離离難难雲云霧雾靜静響响頂顶項项" +
        "順顺須须預预領领頭头題题額额顏颜願愿顧顾顯显風风飛飞飯饭飲饮餐餐餘余館馆馬马駕驾騎骑騙骗驗验驚惊體体髮发鬆松鬧闹" +
        "魚鱼鮮鲜鳥鸟麗丽麥麦麵面麼么黃黄齊齐齒齿龍龙嗎吗員员圓圆圖图園园團团場场塊块報报墊垫壓压夠够奪夺婦妇媽妈學学寧宁" +
        "寫写寬宽寶宝審审尋寻導导屆届層层屬属島岛師师帶带幣币幾几庫库廠厂廣广廳厅張张強强彈弹復复徵征態态慘惨慣惯慮虑慶庆" +
        "憂忧憑凭憶忆懷怀戰战戲戏拋抛挾挟捨舍掃扫掛挂採采揀拣換换揮挥損损搖摇搶抢撥拨撿捡擁拥擔担據据擠挤擬拟擴扩擺摆擾扰" +
        "攝摄攜携敗败數数斷断於于昇升暫暂書书樂乐樓楼標标樣样樹树橋桥檔档檢检檯台權权歡欢歐欧歲岁歷历歸归殘残殺杀氣气" +
        "準准溝沟滅灭滾滚漲涨潔洁濫滥灑洒煩烦燈灯燒烧熱热爛烂爺爷牆墙狀状獨独";

    private static readonly FrozenDictionary<char, char> Table = Build();

    internal static char Simplify(char c) => Table.TryGetValue(c, out var simple) ? simple : c;

    private static FrozenDictionary<char, char> Build()
    {
        var table = new Dictionary<char, char>();
        for (var i = 0; i + 1 < Pairs.Length; i += 2) table[Pairs[i]] = Pairs[i + 1];
        return table.ToFrozenDictionary();
    }
}
