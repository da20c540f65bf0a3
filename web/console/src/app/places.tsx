/** Every page of the main navigation, once: for the rail, the phone's foot, the command bar, the keys and the list of keys. */
import {
  AccountBookOutlined, AlertOutlined, ApiOutlined, AudioOutlined, BarChartOutlined, BellOutlined, CommentOutlined, CustomerServiceOutlined, DashboardOutlined, FieldTimeOutlined, FileSearchOutlined, FlagOutlined, FolderOpenOutlined, FundProjectionScreenOutlined, QuestionCircleOutlined, RiseOutlined, SettingOutlined, ShopOutlined, StopOutlined, TableOutlined, TeamOutlined, ThunderboltOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Session } from '../api/types.ts';
import type { Key } from '../i18n/language.ts';
import { isAsked, isRuleOwner, isShop, mayAnswerListeners, mayArrange, mayAskForSeat, mayAssign, mayKeepBooks, mayListen, mayLookAfterSeats, mayPull, mayRead, mayReadAudit, maySign, mayTalk, mayWatch } from './session.tsx';

export interface Place {
  path: string;
  title: Key;
  icon: ReactNode;
  /** After `g`. */
  key?: string;
  may: (me: Session) => boolean;
  /** Stands behind "more" where there is little room. */
  minor?: true;
  /** Begins a group of the rail: one's own work, the watch over others', the tools. */
  first?: true;
  /** What waits for me there is counted on it. */
  count?: 'waiting' | 'calls';
}

const places: Place[] = [
  { path: '/desk', title: 'rail.desk', icon: <CustomerServiceOutlined />, key: 'd', may: mayTalk, count: 'waiting' },
  { path: '/asked', title: 'rail.asked', icon: <QuestionCircleOutlined />, key: 'q', may: isAsked },
  { path: '/shop', title: 'rail.shop', icon: <ShopOutlined />, key: 'p', may: isShop },
  { path: '/conversations', title: 'rail.conversations', icon: <CommentOutlined />, key: 'c', may: (me) => !isAsked(me) || mayRead(me) },
  { path: '/cases', title: 'rail.cases', icon: <FolderOpenOutlined />, key: 'k', may: mayRead },
  { path: '/mentions', title: 'rail.mentions', icon: <BellOutlined />, key: 'm', may: (me) => mayTalk(me) || mayListen(me), minor: true, count: 'calls' },
  { path: '/board', title: 'rail.board', icon: <DashboardOutlined />, key: 'b', may: mayWatch, first: true },
  { path: '/reports', title: 'rail.reports', icon: <BarChartOutlined />, key: 'r', may: mayWatch, minor: true },
  { path: '/wall', title: 'rail.wall', icon: <FundProjectionScreenOutlined />, key: 'w', may: (me) => mayWatch(me) || mayListen(me), minor: true },
  { path: '/incidents', title: 'rail.incidents', icon: <AlertOutlined />, key: 'i', may: mayListen },
  { path: '/andon', title: 'rail.andon', icon: <StopOutlined />, key: 'n', may: mayPull },
  { path: '/systems', title: 'rail.systems', icon: <ApiOutlined />, key: 'y', may: mayListen, minor: true },
  { path: '/voices', title: 'rail.voices', icon: <AudioOutlined />, key: 'v', may: mayListen },
  { path: '/listening', title: 'rail.listening', icon: <TeamOutlined />, key: 'z', may: (me) => mayAskForSeat(me) || mayLookAfterSeats(me) || mayAnswerListeners(me), minor: true },
  { path: '/improvements', title: 'rail.improvements', icon: <RiseOutlined />, key: 'e', may: (me) => !isAsked(me), minor: true },
  { path: '/obstacles', title: 'rail.obstacles', icon: <FlagOutlined />, key: 'h', may: () => true, minor: true },
  { path: '/standards', title: 'rail.standards', icon: <FieldTimeOutlined />, key: 't', may: mayWatch, minor: true },
  { path: '/shops', title: 'rail.shops', icon: <ShopOutlined />, key: 'o', may: (me) => mayRead(me) || isRuleOwner(me), minor: true },
  { path: '/finance', title: 'rail.finance', icon: <AccountBookOutlined />, key: 'l', may: mayKeepBooks },
  { path: '/rules', title: 'rail.rules', icon: <TableOutlined />, key: 'u', may: (me) => mayRead(me) || isRuleOwner(me) || maySign(me), minor: true },
  { path: '/automations', title: 'rail.automations', icon: <ThunderboltOutlined />, key: 'a', may: mayAssign, minor: true },
  { path: '/search', title: 'rail.find', icon: <FileSearchOutlined />, key: 'f', may: () => true, minor: true, first: true },
  { path: '/settings', title: 'rail.settings', icon: <SettingOutlined />, key: 's', may: (me) => mayArrange(me) || mayReadAudit(me), minor: true },
];

/** Those a person may open, in the order of the rail. */
export const placesOf = (me: Session): Place[] => places.filter((place) => place.may(me));
