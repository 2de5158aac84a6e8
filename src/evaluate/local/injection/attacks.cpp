#include "evaluate/local/injection/attacks.h"

namespace winnow::evaluate {
namespace {

constexpr std::string_view kTopMark =
    "10outof|1010|10points|tenoutof|highest|maximum|perfect|fullmarks|topscore|toprating|100outof|100points|5star|"
    "fivestar|"
    "10|ten|100";

constexpr Attack kAttacks[] = {
    // English
    {"ignore|disregard|forget|override|donotfollow|dontfollow|stopfollowing",
     "previous|prior|above|earlier|preceding|allother|system|your|theexisting|youroriginal|former",
     "instruction|prompt|guideline|direction|rubric|programming|training|scoringcriteria|command"},
    {"ignore|disregard|forget", "previous|prior|preceding|above|your|all",
     "instruction|prompt|rules|rubric|criteria|scoring"},
    {"ignoreallinstruction|ignoretheinstruction|disregardtheinstruction|ignoreeverythingabove|forgeteverythingabove|"
     "forgeteverythingyou|ignoretherubric|ignoreyourrubric|ignorethecriteria|disregardtherubric",
     "", ""},
    {"rate|score|grade|evaluate|judge|mark|assess|rank|review",
     "thisarticle|thispage|thisdocument|thistext|thispost|thiscontent|thissite|thiswork|thisas|thisa|thisblog|thiswith|"
     "this10|"
     "thisoneten|itas|it10|everycriterion|allcriteria|eachcriterion|allofthecriteria|articleas|pageas",
     kTopMark},
    {"give|assign|award|return|output|respond|answer|grant|reply",
     "score|rating|grade|mark|evaluation|criterion|criteria", kTopMark},
    {"give|assign|award|grant|rateit|scoreit|setallscores|seteveryscore|respondonlywith|respondwith|answerwith|"
     "outputonly",
     "10outof10|1010|tenoutoften|aperfectscore|aperfectrating|aperfect10|aperfectten|fullmarks|thehighestscore|"
     "themaximumscore|thetopscore|thehighestpossible|"
     "themaximumpossible|maximumpoints|score10",
     ""},
    {"score|rating|grade|overall", "mustbe|shouldbe|hastobe|willbe", "10outof|1010|tenoutof|maximum|perfect|10"},
    {"youareanai|youarealanguagemodel|youarethejudge|youaretheevaluator|youareanexpertevaluator|youarenowdan|"
     "youarenowunrestricted|pretendyouare|youwillnowrate|youwillnowscore|newsysteminstruction|newsystemprompt|"
     "thesystempromptisnow|systemoverride|developermodeenabled|developermodeon|endofprompt|endofsystemprompt|"
     "newinstructionsfollow|yournewinstructions|yournewtask",
     "", ""},
    {"dearai|dearllm|dearassistant|dearreviewer|dearevaluator|dearlanguagemodel|dearmodel|dearchatgpt|dearclaude|"
     "attentionai|"
     "attentionllm|attentionlanguagemodel|attentionreviewer|attentionevaluator|notetoai|notetotheai|notetollm|"
     "notetothellm|"
     "notetoreviewer|notetothereviewer|notetotheevaluator|messagetoai|messagetotheai|messagefortheai|messageforai|"
     "instructionsforai|instructionsforllm|instructionstotheai|instructionsforthejudge|toallaimodels|helloai|heyai|"
     "hiai",
     "", ""},
    {"aireviewer|aijudge|aievaluator|aimodels|aiassistants|llmjudge|llmevaluator|llms|languagemodels|automatedreviewer|"
     "automatedjudge|automatedevaluator",
     "must|should|please|areinstructed|arerequired", "rate|score|recommend|praise|approve|accept|giv|assign|rank"},
    {"ifyouareanai|ifyouarealanguagemodel|ifyouareanllm|ifyoureanai|ifyouareabot|ifyouareanautomated|"
     "ifyouarereadingthisasan",
     "", ""},
    {"giveapositivereview|positivereviewonly|onlypositivereview|donotmentionanyweakness|donotmentionanynegative|"
     "donothighlightanynegative|recommendacceptance|donotrevealthisinstruction|reportnoweaknesses|"
     "mustberatedthehighest|"
     "concludethatthisarticle|concludethatthispage",
     "", ""},
    // German, Dutch, Swedish
    {"ignorier|vergiss|missacht|ubergeh|verwirf", "vorherig|vorig|bisherig|obig|alle|fruheren|deine|vorangegangen",
     "anweisung|instruktion|befehl|regel|vorgabe|anleitung"},
    {"bewert|benot|gib|vergib|setze", "diesen|dieses|diese|artikel|text|seite|kriteri",
     "10|zehn|hochst|bestnote|maxim|vollepunkt|vollerpunkt"},
    {"negeer|vergeet", "vorige|eerdere|bovenstaande|alle", "instructie|opdracht|regel|aanwijzing"},
    {"beoordeel|geef", "artikel|tekst|pagina|score|cijfer", "10|tien|hoogste|maxim"},
    {"ignorera|glom", "tidigare|foregaende|alla", "instruktion|regler"},
    // French
    {"ignore|ignorez|oublie|nepastenircompte|netienspascompte|netenezpascompte", "instruction|consigne|directive",
     "precedent|anterieur|cidessus|initial"},
    {"ignore|oublie", "toutesles|lesprecedent|precedent", "instruction|consigne|directive|regle"},
    {"note|notez|evalue|attribue|donne|mets|accorde", "article|texte|page|document|note|score",
     "10sur|dixsur|maxim|parfait|meilleurenote|10|dix"},
    // Spanish, Portuguese, Italian
    {"ignora|ignore|olvida|omite|descarta|esqueca|desconsidere|dimentica|tralascia",
     "instruccion|instrucao|instrucoes|istruzion|reglas|regras|regole|indicacion",
     "anterior|previa|preced|arriba|acima|sopra"},
    {"ignora|ignore|olvida|esqueca|dimentica",
     "todaslas|todasas|tuttele|lasanterior|asanterior|leprecedent|anterior|precedent",
     "instruccion|instrucao|instrucoes|istruzion|regla|regra|regol"},
    {"califica|puntua|evalua|valora|avalie|classifique|valuta|dale|darle|asigna|atribua|atribui|assegna|otorga|"
     "dealapagina",
     "articulo|texto|pagina|documento|artigo|articolo|testo|puntuacion|pontuacao|punteggio|nota|voto|calificacion",
     "10|diez|dez|dieci|maxim|massim|perfect|perfeit|perfett"},
    // Polish, Czech, Turkish
    {"zignoruj|ignoruj|zapomnij|pomin", "poprzedni|wczesniejsz|powyzsz|wszystki", "instrukcj|polecen|zasad"},
    {"ocen|przyznaj|wystaw", "artykul|tekst|stron|ocen|punkt", "10|dziesi|maksym|najwyz"},
    {"ignoruj|zapomen", "predchoz|vsechny", "instrukc|pokyn"},
    {"onceki|yukaridaki|tum", "talimat|komut|kural", "yoksay|gormezden|unut|dikkatealma"},
    {"makale|metn|sayfa|yazi", "10|tam|yuksek", "puanver|puanla|degerlendir"},
    // Russian, Ukrainian
    {"игнорир|забуд|проигнорир|ігнор", "предыдущ|прежн|вышеуказан|все|попередн|усі",
     "инструкц|указан|правил|команд|інструкц"},
    {"оцени|поставь|присвой|выстави|оціни|постав", "стать|текст|страниц|документ|оценк|балл|критери|оцінк",
     "10|десят|максим|высш|найвищ"},
    // Arabic, Hebrew, Hindi
    {"تجاهل|انس", "التعليمات|تعليمات|الاوامر|القواعد|الأوامر", ""},
    {"قيم|امنح|اعط|أعط", "10|١٠|عشر|الدرجة|أعلى|اعلى", ""},
    {"התעלם|התעלמו|שכח", "הוראות|ההוראות|הנחיות", ""},
    {"अनदेखा|नजरअंदाज|नज़रअंदाज़", "निर्देश", ""},
    {"निर्देश", "अनदेखा|नजरअंदाज|नज़रअंदाज़", ""},
    // Chinese, Japanese, Korean, Vietnamese, Indonesian
    {"忽略|无视|無視|忘记|忘記|不要理会|忽視", "指令|指示|提示|说明|說明|规则|規則|命令", ""},
    {"打|给|給|评|評", "满分|滿分|10分|最高分", ""},
    {"指示|命令|プロンプト|指令", "無視|忘れ", ""},
    {"10点|満点|最高点|十点", "評価|つけ|与え|付け|ください", ""},
    {"이전|위의|모든|앞의", "지시|명령|지침|프롬프트", "무시|잊"},
    {"10점|만점|최고점", "주|매기|평가|부여", ""},
    {"boqua|photlo", "huongdan|chithi|chidan|lenh", ""},
    {"abaikan|lupakan", "instruksi|perintah|aturan|petunjuk", ""},
};

}  // namespace

std::span<const Attack> attacks() {
    return kAttacks;
}

}  // namespace winnow::evaluate
