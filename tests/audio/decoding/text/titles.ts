// Titles and artists as they stand in tags, by language.

const split = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())

export const koreanTitles = split(`
봄날
서태지와 아이들 - 난 알아요
사랑했지만
너의 의미
벚꽃 엔딩
잊혀진 계절
그대 없는 나날들
거리에서
이등병의 편지
서른 즈음에
좋은 날
밤편지
강남스타일
아리랑
가시나무
사랑은 늘 도망가
여수 밤바다
빗속에서
그녀가 처음 울던 날
아침 이슬
상록수
나는 나비
개똥벌레
만남
보고 싶다
총 맞은 것처럼
눈의 꽃
첫사랑
비와 당신
광화문 연가
붉은 노을
소녀시대 - 다시 만난 세계
거북이 - 빙고
롤린 (Rollin')
에잇 (Prod. & Feat. SUGA)
취중진담
김광석
조용필
킬리만자로의 표범
돌아와요 부산항에
제3한강교
바람이 불어오는 곳
`)

export const simplifiedTitles = split(`
月亮代表我的心
周杰伦 - 青花瓷
甜蜜蜜
晴天
七里香
稻香
小苹果
后来
平凡之路
成都
南山南
海阔天空
光辉岁月
夜曲
听妈妈的话
简单爱
东风破
菊花台
十年
红豆
传奇
匆匆那年
我和我的祖国
茉莉花
康定情歌
在那遥远的地方
明天会更好
朋友
同桌的你
老男孩
董小姐
平凡的一天
像我这样的人
我的中国心
最炫民族风
春天里
一无所有 (现场版)
新长征路上的摇滚
邓丽君
北京的金山上
爱情转移
告白气球
`)

export const traditionalTitles = split(`
月亮代表我的心
周杰倫 - 青花瓷
後來
聽媽媽的話
簡單愛
東風破
紅豆
海闊天空
光輝歲月
真的愛你
上海灘
小城故事
但願人長久
千千闋歌
忘情水
吻別
遇見
天黑黑
童話
勇氣
愛很簡單
流星雨
情非得已
雨愛
明天會更好
龍的傳人
恰似你的溫柔
夢田
橄欖樹
鹿港小鎮
戀曲1990
愛拼才會贏
家後
望春風
雨夜花
台北的天空
張學友
王菲 - 紅豆
鄧麗君
我只在乎你
獨上西樓
何日君再來
`)

export const japaneseTitles = split(`
上を向いて歩こう
残酷な天使のテーゼ
さくら さくら
津軽海峡・冬景色
世界に一つだけの花
涙そうそう
川の流れのように
夜に駆ける
紅蓮華
打上花火
君をのせて
となりのトトロ
カントリー・ロード
いつも何度でも
千本桜 feat. 初音ミク
島人ぬ宝
なごり雪
翼をください
ふるさと
赤とんぼ
荒城の月
青い珊瑚礁
恋するフォーチュンクッキー
ヘビーローテーション
プラスティック・ラブ
真夜中のドア
スローモーション
時の流れに身をまかせ
乾杯
東京ブギウギ
リンゴの唄
天体観測
小さな恋のうた
粉雪
花は咲く
愛をこめて花束を
ひまわりの約束
前前前世
レモン (Lemon)
久石譲
宇多田ヒカル
椎名林檎 - 本能
`)

export const cyrillicTitles = split(`
Группа крови
Кино - Звезда по имени Солнце
Подмосковные вечера
Катюша
Калинка
Очи чёрные
Миллион алых роз
Пачка сигарет
Перемен!
Кукушка
Спокойная ночь
Белые розы
Трава у дома
Прекрасное далёко
Песенка о медведях
Надежда
Журавли
Тёмная ночь
Синий платочек
Дорогой длинною
АРИЯ - БЕСПЕЧНЫЙ АНГЕЛ
ЛЕНИНГРАД
ДДТ - Что такое осень
Ария
Мельница - Дракон
Сплин - Выхода нет (live)
Земфира - Искала
Би-2 - Полковнику никто не пишет
Мумий Тролль - Владивосток 2000
Наутилус Помпилиус - Крылья
Город золотой
Поворот
Я свободен
Батарейка
Городок
Осенний вальс
Лебединое озеро
Щелкунчик: Танец феи Драже
Ночь на Лысой горе
Владимир Высоцкий
Алла Пугачёва
Вечерний звон
`)

export const westernTitles = split(`
Björk - Jóga
Motörhead
MÖTLEY CRÜE
Ænima
Sigur Rós - Ágætis byrjun
Hoppípolla
Með blóðnasir
Þursaflokkurinn
Ólafur Arnalds – Þú ert jörðin
Á
Für Elise
FÜR ELISE
Über allen Gipfeln ist Ruh
Straße
Grüße aus Köln
Die Ärzte – Männer sind Schweine
Ça plane pour moi
La vie en rose (Édith Piaf)
ÉDITH PIAF
Où est ma tête ?
Déjà vu
Élégie
À la claire fontaine
Noël
L’été indien
Señorita
Mañana
¿Dónde está la biblioteca?
¡Olé!
Corazón espinado
CORAZÓN
Águas de Março
Não, você não
Construção
Só
João Gilberto - Desafinado
Così fan tutte: È la fede delle femmine
Più su
Città vuota
Mø
Åh, jag minns
Röyksopp
Ö
Å, vilken härlig dag
Dąb “Live”
Yön syvyydessä
Työ
Hyvää yötä
Blå tåg
Ørsted
Kærlighed
Øde ø
Beyoncé - Halo
Émilie Simon — Désert
It’s a Heartache
“Heroes”
Café del Mar… Vol. 2
Symphony N° 5
5½ Minutes
90° South
Sinéad O’Connor
Antonín Dvořák
Mädchen für alles
Größe
¥€$
Björk
Jürgen
Nürnberg
Señor
`)
