const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Frequent given names of several countries, in ASCII and lower case; months, cities and common words are left out. */
export const givenNames = words(`
james john robert michael william david richard joseph thomas christopher charles daniel matthew anthony mark donald steven paul andrew
joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott
brandon benjamin samuel gregory alexander patrick jack dennis jerry tyler aaron jose adam nathan henry zachary douglas peter kyle noah
ethan jeremy walter keith roger terry sean gerald carl harold arthur lawrence dylan jesse bryan joe billy bruce albert willie gabriel
alan juan logan wayne ralph roy eugene randy vincent russell louis philip bobby johnny bradley mary patricia jennifer linda elizabeth
barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa
deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine
christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce  kelly lauren christina joan evelyn
judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail alice julia judy
sophia denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori
hans klaus jurgen juergen wolfgang uwe dieter manfred gunter guenter horst helmut bernd heinz karl stefan andreas matthias markus sven
jens ralf torsten thorsten dirk jorg joerg frank michaela ursula monika petra sabine renate helga karin karim petr brigitte ingrid erika christa
gisela susanne gabriele silke heike anja katrin ute birgit ilse anke lukas leon finn jonas felix maximilian lena lea leonie mia johanna
friedrich otto greta lotte bjorn anneliese jean-pierre pierre michel philippe alain nicolas laurent francois jacques bernard claude
christophe stephane sebastien guillaume antoine olivier isabelle nathalie sylvie francoise monique valerie celine aurelie chloe camille
manon lucie juliette margaux antonio carlos luis miguel javier francisco jesus manuel pedro alejandro fernando jorge rafael sergio pablo
diego alvaro carmen ana isabel dolores pilar lucia marta paula elena cristina rosa beatriz giuseppe giovanni mario luigi francesco angelo
vincenzo salvatore marco luca matteo lorenzo giulia chiara francesca alessandra paola federica sofia joao paulo ricardo tiago mariana
jan piet kees willem johannes anton maarten sanne femke lotte krzysztof andrzej tomasz marcin agnieszka katarzyna malgorzata
barbora ivan dmitri sergei alexei nikolai vladimir olga natalia svetlana tatiana irina ekaterina ahmed mohammed muhammad ali omar hassan
hussein ibrahim yusuf mustafa mehmet fatima aisha zeynep ayse emine khadija leila priya rahul amit sanjay rajesh anil sunita deepa
lakshmi arjun vikram wei ming ling jing hiroshi takashi yuki haruto sakura kenji minh linh lars erik anders bjarne ingrid astrid
freya nils soren mikkel aino juhani siobhan niamh aoife liam connor rhys gareth callum alistair fiona
`);

/** Frequent family names of several countries, in ASCII and lower case; names of common things and colours are left out. */
export const familyNames = words(`
smith johnson williams jones davis garcia rodriguez wilson martinez anderson taylor hernandez moore martin jackson thompson lopez lee
gonzalez harris clark lewis robinson perez walker allen sanchez wright scott torres nguyen hill flores adams nelson rivera campbell
mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy rogers
gutierrez ortiz morgan peterson bailey reed howard ramos cox richardson watson brooks chavez wood bennett mendoza ruiz hughes alvarez
castillo sanders patel myers ross foster jimenez powell jenkins perry russell sullivan fisher henderson coleman simmons patterson
reynolds hamilton graham mueller muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schaefer schafer koch bauer
richter  wolf schroeder schroder neumann  zimmermann  krueger kruger hofmann hartmann lange schmitt werner krause meier
lehmann schmid schulze maier koehler kohler herrmann koenig konig walter kaiser fuchs peters  scholz moeller moller   hahn
vogel friedrich keller guenther berger winkler roth beck lorenz baumann franke albrecht schuster simon ludwig bohm boehm  kraus
dubois durand leroy moreau laurent lefebvre michel garnier bertrand roux fournier girard bonnet dupont lambert fontaine rousseau
rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti costa giordano mancini lombardi silva santos
oliveira souza pereira ferreira almeida jansen devries bakker visser smit meijer mulder bos vos peeters janssens nowak kowalski
wisniewski wojcik kowalczyk kaminski lewandowski novak svoboda ivanov petrov smirnov kuznetsov popov hansen johansen olsen larsen
andersen pedersen nilsen jensen nielsen christensen johansson andersson karlsson nilsson eriksson virtanen korhonen yilmaz kaya demir
khan ahmed hussain singh kumar sharma gupta verma reddy wang zhang chen yang zhao huang zhou tanaka suzuki sato takahashi watanabe
kim  choi tran pham hoang
`);
