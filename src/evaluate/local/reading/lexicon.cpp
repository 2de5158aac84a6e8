#include "evaluate/local/reading/lexicon.h"

#include <array>
#include <unordered_map>

#include "text/words.h"

namespace winnow::evaluate {
namespace {

struct Entry {
    Cue cue;
    std::string_view phrases;  // ',' divides
};

constexpr Entry kEntries[] = {
    {Cue::how_to,
     "how to,step,steps,step by step,checklist,template,templates,guide,instructions,procedure,follow these,you can,"
     "you need to,you should,make sure,to do this,in order to,first,next,then,finally,before you,after that,run the,"
     "the following,workflow,playbook,recipe,exercise,tips,questions to ask,criteria"},
    {Cue::example,
     "for example,for instance,e g,example,examples,such as,like this,looks like,sample,scenario,case study,imagine,"
     "illustrates,consider the"},
    {Cue::reason,
     "because,since,so that,therefore,thus,hence,as a result,this means,which means,reason,reasons,why,due to,in order "
     "to,"
     "otherwise,causes,caused by,leads to,so we,to ensure,to avoid,allows,helps,purpose,rationale"},
    {Cue::condition,
     "if,when,unless,only if,in case,provided that,as long as,until,once,except,depending on,whether,while,where,at "
     "least,"
     "at most,up to"},
    {Cue::definition,
     "is a,is an,are the,is the,means,refers to,is called,known as,defined as,definition,consists of,stands for,"
     "is used to,is responsible for,describes,represents,in other words"},
    {Cue::failure,
     "fail,fails,failed,failing,failure,failures,error,errors,bug,bugs,exception,exceptions,edge case,edge "
     "cases,risk,risks,"
     "outage,incident,timeout,race,deadlock,corrupt,crash,broken,problem,problems,issue,issues,vulnerability,warning,"
     "caution,"
     "pitfall,pitfalls,mistake,mistakes,unexpected,degraded,data loss,worst case,anti pattern,wrong"},
    {Cue::trade_off,
     "however,trade off,tradeoff,trade offs,tradeoffs,although,even though,despite,on the other "
     "hand,drawback,drawbacks,"
     "downside,disadvantage,disadvantages,limitation,limitations,caveat,caveats,cost of,at the expense,instead "
     "of,rather than,"
     "versus,vs,compared to,compared with,depends on,but,yet,not always,balance,overhead,exceptions,does not mean,"
     "not meant to"},
    {Cue::alternative,
     "alternatively,alternative,alternatives,another option,another approach,other options,option,options,pros,cons,"
     "advantages,benefits,instead,either,other ways,different ways,counterpoint,some people,others argue,critics,not "
     "everyone"},
    {Cue::hedge,
     "may,might,could,usually,typically,often,generally,sometimes,probably,perhaps,in most cases,rule of thumb,tends "
     "to,"
     "roughly,approximately,about,likely,can "
     "be,seems,appears,mostly,almost,relatively,suggest,suggests,encouraged,optional,"
     "optionally,not necessarily,it depends"},
    {Cue::disclosure,
     "disclosure,disclaimer,i am not an expert,i m not an expert,in my opinion,i think,i believe,we think,we "
     "believe,imho,"
     "my experience,your mileage,opinionated,work in progress,sponsored,affiliate,conflict of interest,i work for,i "
     "could be wrong,"
     "every company is different,feel free to adjust,tech debt,technical debt,known issue,for now,unfortunately,toil"},
    {Cue::citation,
     "according to,et "
     "al,study,studies,research,researchers,survey,surveys,report,paper,published,journal,source,sources,"
     "references,cited,cites,professor,university,doi,rfc,specification,iso,book,author,article,by"},
    {Cue::data,
     "measured,measure,measures,measurement,benchmark,benchmarks,percent,percentage,average,median,percentile,p99,p95,"
     "statistically,statistics,sample size,experiment,experiments,results,metrics,data shows,evidence,dataset,observed,"
     "increased by,decreased by,reduced by,faster,slower,latency,throughput,threshold,ratio"},
    {Cue::experience,
     "we found,we have found,we learned,we ve found,we discovered,in our experience,in our case,we used to,we "
     "decided,we chose,"
     "we tried,we noticed,we realized,we ve seen,we have seen,at our,our team,we had,we were,we started,we switched,i "
     "learned,"
     "i found,i used,when i,last year,years ago,lessons learned,we use,we run,previously,historically,for historical"},
    {Cue::absolute,
     "always,never,everyone,everybody,nobody,no one,obviously,undoubtedly,certainly,definitely,absolutely,of course,"
     "without doubt,guaranteed,guarantees,impossible,every single,must never,the only way,no "
     "exceptions,completely,totally,"
     "don t do it,clearly,any developer,fundamentally no"},
    {Cue::superlative,
     "best,greatest,amazing,incredible,awesome,perfect,revolutionary,ultimate,world "
     "class,unbelievable,stunning,brilliant,"
     "the most,extremely,excellent,fantastic,outstanding,game changer,game changing,cutting edge,state of the "
     "art,delicious,"
     "beats,secret,effortless,effortlessly,next level,unparalleled,unmatched,masterfully,very high,highest"},
    {Cue::promotion,
     "sign up,free trial,subscribe,buy now,order now,limited time,discount,coupon,our product,our customers "
     "love,contact sales,"
     "book a demo,request a demo,get started today,try it free,download now,click here,join us,join thousands,money "
     "back,"
     "act now,don t miss,special offer,unlock,supercharge,skyrocket,10x,trusted by,industry leading,sponsor,place your "
     "product,"
     "follow us,share this,affiliate link,celebration"},
    {Cue::mechanism,
     "internally,under the hood,implementation,algorithm,latency,throughput,memory,cache,caching,cached,thread,threads,"
     "concurrency,lock,locks,transaction,transactions,replica,replicas,shard,shards,queue,protocol,header,headers,"
     "request,"
     "requests,schema,index,compiler,runtime,parser,kernel,socket,encryption,token,tokens,deploy,deployment,cluster,"
     "container,"
     "database,api,endpoint,architecture,component,components,interface,dependency,dependencies,configuration,pipeline,"
     "function,method,class,object,type,types,module,library"},
};

// Verbs that begin an instruction. Only at the start of a sentence: elsewhere most of them are nouns.
constexpr std::string_view kImperatives =
    "add,ask,avoid,be,begin,boil,bring,build,call,change,check,choose,chop,clear,click,clone,close,combine,commit,"
    "complete,"
    "configure,connect,consider,copy,cover,create,cut,decide,define,delete,deploy,describe,do,don,document,download,"
    "drain,"
    "edit,enable,ensure,enter,establish,execute,explain,export,find,follow,generate,get,give,go,heat,identify,"
    "implement,"
    "import,include,install,invite,keep,let,limit,list,locate,log,look,maintain,make,measure,merge,mix,monitor,move,"
    "navigate,"
    "note,open,pass,peel,place,plan,pour,prefer,prepare,preheat,press,provide,pull,push,put,read,record,refer,reduce,"
    "refactor,remember,remove,rename,repeat,replace,request,restart,review,rotate,run,save,schedule,search,see,select,"
    "send,"
    "serve,set,share,shape,simmer,slice,specify,spread,start,stir,stop,store,submit,switch,take,talk,test,think,track,"
    "try,"
    "turn,update,upgrade,upload,use,validate,verify,visit,wait,watch,whisk,write,approve,assign,attach,communicate,"
    "collect,"
    "compare,confirm,contact,encourage,fill,form,knead,melt,preserve,reset,seek,treat,understand,wrap,"
    "cook,bake,fry,roast,toss,season,eat,coat,grate,incorporate,transfer,lower,raise,adjust,allow,apply,arrange,assume,"
    "audit,"
    "authenticate,back,book,break,bump,catch,clarify,clean,collaborate,deactivate,debug,delegate,demonstrate,disable,"
    "discuss,"
    "divide,draft,drop,emphasise,emphasize,evaluate,expect,fetch,fix,focus,gather,group,grow,handle,help,highlight,"
    "hold,"
    "investigate,isolate,join,learn,link,listen,load,lock,manage,map,match,mention,minimise,minimize,observe,offer,"
    "optimise,"
    "optimize,order,organise,organize,overwrite,own,pair,pick,point,practise,practice,protect,prove,query,rely,render,"
    "resolve,respond,restore,return,revert,roll,schedule,separate,show,sign,simplify,skip,sort,split,state,summarise,"
    "summarize,support,teach,tell,tie,tweak,type,uninstall,unwrap,wash,wrap,fold,fork,flip,sprinkle,whip,beat,rinse,"
    "blend";

struct Phrase {
    std::uint16_t id;
    Cue cue;
    std::vector<std::string> rest;  // the words after the first
};

class Lexicon {
public:
    static const Lexicon& get() {
        static const Lexicon lexicon;
        return lexicon;
    }

    const std::vector<Phrase>* starting_with(std::string_view word) const {
        const auto found = by_first_.find(word);
        return found == by_first_.end() ? nullptr : &found->second;
    }
    bool is_imperative(std::string_view word) const { return imperatives_.contains(word); }
    std::size_t size() const { return cues_.size(); }
    Cue cue_of(std::uint16_t phrase) const { return cues_[phrase]; }

private:
    Lexicon() {
        for (const auto& entry : kEntries)
            each(entry.phrases, [&](std::string_view phrase) { add(entry.cue, phrase); });
        each(kImperatives, [&](std::string_view verb) { imperatives_.emplace(verb, 0); });
    }

    template <typename Take>
    static void each(std::string_view list, Take take) {
        while (!list.empty()) {
            const auto comma = list.find(',');
            take(list.substr(0, comma));
            list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
        }
    }

    void add(Cue cue, std::string_view text) {
        const auto words = text::words(text);
        Phrase phrase{.id = static_cast<std::uint16_t>(cues_.size()), .cue = cue, .rest = {}};
        for (std::size_t i = 1; i < words.size(); ++i) phrase.rest.emplace_back(words[i].text);
        by_first_[words.front().text].push_back(std::move(phrase));
        cues_.push_back(cue);
    }

    std::unordered_map<std::string_view, std::vector<Phrase>> by_first_;  // keys lie in the tables above
    std::unordered_map<std::string_view, int> imperatives_;
    std::vector<Cue> cues_;
};

bool continues(Tokens tokens, std::size_t at, const Phrase& phrase) {
    if (tokens.size() - at <= phrase.rest.size()) return false;
    for (std::size_t i = 0; i < phrase.rest.size(); ++i)
        if (tokens[at + 1 + i] != phrase.rest[i]) return false;
    return true;
}

}  // namespace

void find_cues(Tokens tokens, CueCount& found) {
    found.cues = 0;
    found.cue_words = 0;
    found.phrases.clear();
    if (tokens.empty()) return;
    const auto& lexicon = Lexicon::get();
    const auto mark = [&](Cue cue) { found.cues |= 1U << static_cast<unsigned>(cue); };
    if (tokens.size() >= 3 && lexicon.is_imperative(tokens[0])) mark(Cue::imperative);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const auto* phrases = lexicon.starting_with(tokens[at]);
        if (!phrases) continue;
        std::size_t longest = 0;
        for (const auto& phrase : *phrases) {
            if (!continues(tokens, at, phrase)) continue;
            mark(phrase.cue);
            found.phrases.push_back(phrase.id);
            longest = std::max(longest, phrase.rest.size() + 1);
        }
        found.cue_words += static_cast<std::uint32_t>(longest);
    }
}

std::size_t phrase_count() {
    return Lexicon::get().size();
}

Cue cue_of(std::uint16_t phrase) {
    return Lexicon::get().cue_of(phrase);
}

}  // namespace winnow::evaluate
